"""What tickets are to each other: merged, split, moved, linked, gathered, followed up."""
