"""The bot of the founded organisation."""

import pytest

from tests.bot.talking import Talking
from tests.builders import Office


@pytest.fixture
def talking(office: Office) -> Talking:
    """People can talk to the desk."""
    return Talking(office)
