"""What we say, as Slack's blocks and views, within every limit. Pure."""
