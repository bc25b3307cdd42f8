"""A desk full of tickets, to look at or to measure with."""
