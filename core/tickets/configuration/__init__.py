"""The words that tickets are described with: statuses, categories, tags, fields."""
