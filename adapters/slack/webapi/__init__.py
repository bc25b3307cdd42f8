"""Slack's Web API for one workspace: paced, every failure a SendError."""
