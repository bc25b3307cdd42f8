"""Articles, passages and word search."""
