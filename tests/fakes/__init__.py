"""Far ends that refuse what the real ones refuse."""
