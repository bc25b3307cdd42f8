"""Files of tickets: brought, named in a message, read back, sent later."""
