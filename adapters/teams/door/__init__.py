"""The ways in: what Teams asks, tells and shows."""
