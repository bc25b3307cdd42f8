"""Discord: events and interactions over the gateway, everything else over REST."""
