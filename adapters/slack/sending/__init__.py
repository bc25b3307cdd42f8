"""What is said and shown in Slack, in the workspace that it is meant for."""
