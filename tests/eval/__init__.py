"""Measurements of answers and findings on labelled questions (`make eval`)."""
