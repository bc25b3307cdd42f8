"""Cards and lines: what is said, once for all platforms."""
