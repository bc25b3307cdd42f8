"""Forms, and what may be chosen in them."""
