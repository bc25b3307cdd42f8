"""What Slack tells, as our own values. Pure: no network, no clock."""
