"""Replies and notes that wait: for their undo time, or because they may be out of date."""
