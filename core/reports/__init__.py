"""Reports: numbers over tickets, each of which opens exactly the tickets it counts."""
