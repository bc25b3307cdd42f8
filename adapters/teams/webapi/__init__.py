"""Speaking to the Bot Connector, and who is there."""
