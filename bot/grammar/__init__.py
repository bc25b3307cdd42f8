"""The words people type, from one registry of verbs."""
