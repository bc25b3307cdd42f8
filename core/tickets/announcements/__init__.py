"""Who is told of what happened, and which places show it."""
