"""`make bench`: what the journeys cost, held against the goals and a floor of the same run."""
