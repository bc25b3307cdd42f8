"""Desks that kill themselves at a named point, so that tests can look at what is left."""
