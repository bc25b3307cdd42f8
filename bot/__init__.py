"""How we talk, said once for all platforms."""
