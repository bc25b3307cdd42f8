"""Models: those that run here, and those behind an endpoint."""
