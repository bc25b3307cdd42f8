"""What comes in from Discord, as our own neutral value. Pure."""
