"""How Slack reaches us: what is asked, who may come in, by which line."""
