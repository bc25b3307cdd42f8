"""Tickets from somewhere else."""
