"""The web chat at /chat."""
