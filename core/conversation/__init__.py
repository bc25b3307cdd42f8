"""Places and messages, and who may see them."""
