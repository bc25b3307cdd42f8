"""The doctor's look at Teams: sign-in, keys, the door, the triage channel."""

import pytest
from pydantic import SecretStr

from adapters.teams.checking import check_teams
from bot.checks.checked import Checked
from core.conversation.places import Served
from core.settings import Settings
from tests.adapters.slack.conftest import MovableClock
from tests.adapters.teams.conftest import settings_for
from tests.fakes.teams import FakeTeams

pytestmark = pytest.mark.usefixtures("adapter")
NAMES = ["Teams", "Teams keys", "Teams triage channel"]
SERVED = "Teams channel 19:support@thread.tacv2"


@pytest.fixture
def look(teams: FakeTeams, clock: MovableClock, database_url: str) -> "Look":
    """The doctor, at this desk's database."""
    return Look(teams, clock, database_url)


class Look:
    """Looks with other settings than those that are right."""

    def __init__(self, teams: FakeTeams, clock: MovableClock, url: str) -> None:
        self._teams = teams
        self._clock = clock
        self._settings = Settings(
            _env_file=None, database_url=SecretStr(url), secret_key=SecretStr("k" * 40)
        )

    async def __call__(self, served: tuple[str, ...] = (), **more: object) -> dict[str, Checked]:
        """What is found, by its name; these channels serve customers."""
        own = settings_for(self._teams, **more)
        known = [Served("teams", own.tenant_id, one, "support", None) for one in served]
        found = await check_teams(self._settings, own, self._clock, known)
        return {one.name: one for one in found}


async def test_a_good_connection(look: Look) -> None:
    found = await look()
    assert [(name, found[name].state) for name in found] == [
        (name, "ok") for name in (*NAMES, SERVED)
    ]
    assert found["Teams triage channel"].text == "1 members"


async def test_guests_in_the_triage_channel_are_named(look: Look, teams: FakeTeams) -> None:
    teams.add_user("eve", "Eve", role="guest")
    teams.teams["19:staff@thread.tacv2"].members.add("29:eve")
    triage = (await look())["Teams triage channel"]
    assert (triage.state, triage.text) == ("note", "2 members, 1 from outside")


async def test_a_channel_that_the_app_is_not_in_is_named(look: Look) -> None:
    triage = (await look(triage_channel="19:nowhere@thread.tacv2"))["Teams triage channel"]
    assert triage.state == "wrong"
    assert "Add the app to its team" in triage.mend


async def test_each_channel_that_is_served_is_looked_at(look: Look) -> None:
    here, gone = "19:triage@thread.tacv2", "19:nowhere@thread.tacv2"
    found = await look(served=(here, gone))
    assert found["Teams triage channel"].state == "ok"
    assert f"Teams channel {here}" not in found
    lost = found[f"Teams channel {gone}"]
    assert (lost.state, "Add the app to its team" in lost.mend) == ("wrong", True)


async def test_a_wrong_password_is_named(look: Look) -> None:
    found = await look(app_password=SecretStr("wrong"))
    assert {name: one.state for name, one in found.items()} == {
        "Teams": "wrong",
        "Teams keys": "ok",
    }
    assert "APP_PASSWORD" in found["Teams"].mend


async def test_an_open_door_is_told_of(look: Look) -> None:
    found = await look(allow_unauthenticated=True)
    assert (found["Teams door"].state, found["Teams"].state) == ("note", "ok")


async def test_what_cannot_be_reached_is_named(look: Look, teams: FakeTeams) -> None:
    await teams.stop()
    found = await look()
    assert {name: one.state for name, one in found.items()} == dict.fromkeys(NAMES[:2], "wrong")
