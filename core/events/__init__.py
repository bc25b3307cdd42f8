"""Facts and what is owed because of them: events, receipts, deliveries, due times."""
