"""From what a platform tells us to a use case."""
