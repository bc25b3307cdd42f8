"""What comes in, as our values. Pure."""
