"""Every verb by every way in: what is said, where, and that it comes to the same."""
