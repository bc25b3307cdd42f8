"""What goes out, as Teams shows it. Pure."""
