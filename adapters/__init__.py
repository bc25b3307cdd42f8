"""Everything that speaks to somebody else."""
