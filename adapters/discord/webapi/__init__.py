"""Discord's REST API: calls and failures, people and channels, files."""
