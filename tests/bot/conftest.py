"""The bot of the founded organisation."""

import pytest

from core.people.organisation import OrganisationSettings, change_organisation
from tests.bot.talking import Talking
from tests.builders import Office


@pytest.fixture
async def talking(office: Office) -> Talking:
    """People can talk to the desk; what staff reply is said at once."""
    await office.do(change_organisation, office.desk, OrganisationSettings(undo_seconds=0))
    return Talking(office)
