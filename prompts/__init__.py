"""Prompt texts for a language model."""
