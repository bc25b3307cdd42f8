"""A Slack on loopback that refuses what Slack refuses."""

from tests.fakes.slack.rules import RULES, Rule, broken_by_message, broken_by_view
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.state import Channel, Refusal

__all__ = [
    "RULES",
    "Channel",
    "FakeSlack",
    "Refusal",
    "Rule",
    "broken_by_message",
    "broken_by_view",
]
