"""Surveys: what customers say of the support they got."""
