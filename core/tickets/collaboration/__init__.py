"""Several people at one ticket: followers, mentions, presence, reactions, the community."""
