"""The helpdesk itself: rules, use cases and tables. Knows no chat, no web, no model vendor."""
