"""Who somebody is in Teams, and who reads a channel."""

from typing import Any

import pytest

from adapters.teams.platform import TeamsPlatform
from bot.ports import (
    TryLater,
)
from core.conversation.audience import Audience
from tests.adapters.teams.conftest import (
    ANA,
    SAM,
    spot,
)
from tests.fakes.teams import FakeTeams


@pytest.mark.parametrize(
    ("role", "tenant", "seen"),
    [
        ("user", None, Audience.INTERNAL),
        ("guest", None, Audience.PUBLIC),
        ("anonymous", None, Audience.PUBLIC),
        ("user", "another", Audience.PUBLIC),
        ("", None, Audience.PUBLIC),
    ],
)
async def test_staff_read_alone_only_where_everybody_is_of_the_tenant(
    platform: TeamsPlatform, teams: FakeTeams, role: str, tenant: str | None, seen: Audience
) -> None:
    teams.add_user("mia", "Mia", role=role, tenant=tenant or teams.tenant)
    teams.teams["19:staff@thread.tacv2"].members.add("29:mia")
    assert await platform.audience_of(spot()) is seen
    assert await platform.readers_of(spot()) == {SAM, "29:mia"}
    assert await platform.audience_of(spot("a:1sam")) is Audience.PUBLIC
    assert await platform.audience_of(spot("19:unknown@thread.tacv2")) is Audience.PUBLIC


@pytest.mark.parametrize(
    "trouble",
    [
        {"kind": "status", "status": 500},
        {"kind": "garbage"},
        {"kind": "garbage", "body": "{}", "content_type": "application/json"},
    ],
)
async def test_nothing_is_sent_while_nobody_says_who_reads(
    platform: TeamsPlatform, teams: FakeTeams, trouble: dict[str, Any]
) -> None:
    teams.trouble(trouble["kind"], "members", **{k: v for k, v in trouble.items() if k != "kind"})
    with pytest.raises(TryLater):
        await platform.audience_of(spot())
    teams.heal()
    assert await platform.audience_of(spot()) is Audience.INTERNAL


async def test_whoever_comes_into_the_team_counts_at_once(
    platform: TeamsPlatform, teams: FakeTeams
) -> None:
    assert await platform.audience_of(spot()) is Audience.INTERNAL
    guest = teams.add_user("guest", "Guest", role="guest")
    await teams.change.join(guest.id, teams.teams["19:staff@thread.tacv2"])
    assert await platform.audience_of(spot()) is Audience.PUBLIC


async def test_who_somebody_is(platform: TeamsPlatform, teams: FakeTeams) -> None:
    sam = await platform.profile(teams.tenant, SAM)
    assert sam is not None
    assert (sam.name, sam.email, sam.staff, sam.guest) == ("Sam", "sam@example.org", True, False)
    assert sam.direct == "a:1sam"
    ana = await platform.profile(teams.tenant, ANA)
    assert ana is not None
    assert (ana.staff, ana.email) == (False, "ana@example.org")
    guest = teams.add_user("eve", "Eve", role="guest", email="alex@example.org")
    teams.teams["19:staff@thread.tacv2"].members.add(guest.id)
    teams.users[SAM].name = "Samuel"
    await teams.change.join(guest.id, teams.teams["19:staff@thread.tacv2"])
    eve = await platform.profile(teams.tenant, guest.id)
    assert eve is not None
    assert (eve.guest, eve.staff, eve.email) == (True, False, None)
    assert await platform.profile(teams.tenant, "29:nobody") is None
    assert await platform.profile("another", SAM) is None
