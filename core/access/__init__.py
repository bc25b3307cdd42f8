"""Who may do what: permissions, roles, actors, keys, sessions and secrets."""
