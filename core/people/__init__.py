"""People, their identities on platforms, and teams."""
