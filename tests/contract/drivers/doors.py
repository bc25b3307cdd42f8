"""Every platform under test, and how to drive it."""

from tests.contract.drivers.discord import DiscordDriver
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.teams import TeamsDriver
from tests.contract.drivers.web import WebDriver

DRIVERS = {
    "web": WebDriver,
    "slack": SlackDriver,
    "discord": DiscordDriver,
    "teams": TeamsDriver,
}
