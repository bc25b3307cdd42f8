"""Where and how what goes out is sent."""
