"""A tenant to which nobody listens, and what its activities tell us."""

from datetime import UTC, datetime
from typing import Any

from adapters.teams.inbound.activities import to_incoming
from bot.incoming import Incoming
from tests.adapters.slack.conftest import MovableClock
from tests.adapters.teams.conftest import ANA, OWN, SAM
from tests.fakes.teams import FakeTeams

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)


def a_tenant() -> FakeTeams:
    """Two people, a channel for staff and one for all, a group chat and a personal one."""
    fake = FakeTeams(MovableClock(NOW))
    fake.add_user("sam", "Sam")
    fake.add_user("ana", "Ana Ruiz")
    fake.add_channel("triage", fake.add_team("staff", "Staff", SAM))
    fake.add_channel("support", fake.add_team("everybody", "Everybody", SAM, ANA))
    fake.add_chat("chat", SAM, ANA)
    fake.personal(ANA)
    return fake


def read(activity: dict[str, Any], now: datetime = NOW) -> Incoming:
    """What it tells us."""
    found = to_incoming(activity, OWN, now)
    assert found is not None
    return found
