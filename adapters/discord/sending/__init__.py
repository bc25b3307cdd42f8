"""Writing into Discord: messages, private answers, marks, and what becomes of threads."""
