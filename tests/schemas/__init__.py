"""The schema of each release as PostgreSQL wrote it: upgrades from all of them are tested."""
