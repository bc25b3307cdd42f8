"""Clocks: what was promised by when."""
