"""Representative pages of the web chat, made up, for looking at and for checking the markup."""
