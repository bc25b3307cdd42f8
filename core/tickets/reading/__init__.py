"""Tickets as they are read: lists, searches, views, histories and what is counted."""
