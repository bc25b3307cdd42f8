"""A believable day at an invented company, played through the real use cases."""
