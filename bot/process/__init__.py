"""One process of the desk: what runs in it, and how it is watched."""
