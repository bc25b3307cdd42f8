"""The gateway: who hears it, and what becomes of what is heard."""
