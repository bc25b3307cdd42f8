"""Ready answers with actions."""
