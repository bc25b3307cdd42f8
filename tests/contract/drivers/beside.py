"""The other door of a test in which two are needed."""

from tests.contract.drivers.base import Driver
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.web import WebDriver


def beside(door: Driver) -> Driver:
    """Another platform of the same desk: the web chat, or Slack beside the web chat."""
    return SlackDriver(door.world) if door.slug == "web" else WebDriver(door.world)
