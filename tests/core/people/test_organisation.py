"""The organisation's settings: typed, changed by administrators, followed at once."""

from typing import Any

import pytest
from pydantic import ValidationError

from core.access.actor import Role
from core.errors import Denied
from core.people.organisation import (
    OrganisationSettings,
    change_organisation,
    read_organisation,
)
from tests.builders import Office


async def test_an_organisation_begins_with_the_shipped_values(office: Office) -> None:
    assert await office.do(read_organisation, office.desk) == OrganisationSettings()


async def test_what_was_changed_is_read_by_all_and_only_there(office: Office) -> None:
    neighbour = await office.neighbour()
    admin = await office.given_person("Alex", Role.ADMIN)
    wanted = OrganisationSettings(timezone="Europe/Madrid", quiet_hours=None, warn_percent=(80,))
    await office.do(change_organisation, admin, wanted)
    assert await office.do(read_organisation, await office.given_customer()) == wanted
    assert await neighbour.do(read_organisation, neighbour.desk) == OrganisationSettings()
    [event] = [e for e in await office.events() if e.type == "OrganisationChanged"]
    assert set(event.data["fields"]) == {"timezone", "quiet_hours", "warn_percent"}
    await office.do(change_organisation, admin, wanted)
    assert len([e for e in await office.events() if e.type == "OrganisationChanged"]) == 1


async def test_what_others_keep_there_stays(office: Office) -> None:
    await office.sql('UPDATE organisations SET settings = \'{"theme": "dark"}\'')
    await office.do(change_organisation, office.desk, OrganisationSettings(ask_for_rating=False))
    [(settings,)] = await office.sql(
        "SELECT settings FROM organisations WHERE id = :o", o=office.organisation_id
    )
    assert settings["theme"] == "dark"
    assert settings["ask_for_rating"] is False


@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.AGENT, Role.MANAGER])
async def test_administrators_alone_change_them(office: Office, role: Role) -> None:
    person = await office.given_person("Robin", role)
    with pytest.raises(Denied):
        await office.do(change_organisation, person, OrganisationSettings(warn_percent=(60,)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"timezone": "Mars/Olympus"},
        {"timezone": "../etc/passwd"},
        {"warn_percent": [50]},
        {"warn_percent": [100]},
        {"close_after_days": 0},
        {"close_after_days": 2, "close_warning_days": 2},
        {"reopen_within_days": 0},
        {"ask_after_minutes": -1},
        {"quiet_hours": {"begins": "25:00"}},
        {"quiet_hours": {"begins": "22:00+01:00"}},
        {"colour": "red"},
    ],
)
def test_wrong_values_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        OrganisationSettings.model_validate(wrong)
