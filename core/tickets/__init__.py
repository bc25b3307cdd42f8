"""Tickets: their rules and one use case per act."""
