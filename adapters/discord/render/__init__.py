"""What goes out to Discord, within its limits. Pure."""
