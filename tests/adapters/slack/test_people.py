"""Who somebody is, and who can see a place: in doubt, everybody can."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from adapters.slack.platform import SlackPlatform
from bot.incoming import Spot
from bot.ports import TryLater
from core.conversation.audience import Audience
from tests.adapters.slack.conftest import ANA, SAM, SUPPORT, TRIAGE, MovableClock, spot
from tests.fakes.slack import FakeSlack


def fill(slack: FakeSlack, people: int, *, members: int | None = None) -> None:
    """Add so many colleagues, the last so many of them to the triage channel."""
    names = [f"U{n:04}" for n in range(people)]
    for name in names:
        slack.add_user(name, f"Person{name}")
    slack.channels[TRIAGE].members.update(names if members is None else names[-members:])


async def test_a_member_of_the_triage_channel_is_staff(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    sam = await platform.profile(slack.team, SAM)
    ana = await platform.profile(slack.team, ANA)
    assert sam is not None
    assert ana is not None
    assert (sam.name, sam.email, sam.staff, sam.guest) == ("Sam", "sam@example.org", True, False)
    assert (sam.timezone, sam.direct) == ("Europe/Madrid", "D0SAM")
    assert ana.staff is False


async def test_an_address_that_is_not_confirmed_is_not_vouched_for(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    slack.users[SAM]["is_email_confirmed"] = False
    sam = await platform.profile(slack.team, SAM)
    assert sam is not None
    assert sam.email is None


@pytest.mark.parametrize(
    "how",
    [
        {"is_restricted": True},
        {"is_ultra_restricted": True},
        {"is_stranger": True},
        {"team_id": "T0OTHER"},
    ],
)
async def test_guests_are_never_staff_and_open_a_place_to_the_public(
    platform: SlackPlatform, slack: FakeSlack, how: dict[str, Any]
) -> None:
    slack.users[SAM] |= how
    sam = await platform.profile(slack.team, SAM)
    assert sam is not None
    assert (sam.guest, sam.staff) == (True, False)
    assert await platform.audience_of(spot()) is Audience.PUBLIC


async def test_a_colleague_from_another_workspace_of_the_enterprise_is_no_guest(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    slack.users[SAM] |= {"team_id": "E0", "enterprise_user": {"teams": [slack.team]}}
    sam = await platform.profile(slack.team, SAM)
    assert sam is not None
    assert sam.staff is True


async def test_bots_leavers_and_strangers_are_nobody(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    slack.add_user("U0GONE", "Gone", deleted=True)
    assert await platform.profile(slack.team, slack.bot_user) is None
    assert await platform.profile(slack.team, "U0GONE") is None
    assert await platform.profile(slack.team, "U0UNKNOWN") is None
    assert await platform.profile("T0OTHER", SAM) is None
    await slack.stop()
    assert await platform.profile(slack.team, ANA) is None


async def test_a_triage_channel_that_cannot_be_read_keeps_nobody_out(
    platform: SlackPlatform, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def triage(team: str) -> tuple[str, ...]:
        return ("C0NOWHERE", "G0OTHER", TRIAGE)

    monkeypatch.setattr(platform.workspaces, "_triage_of", triage)
    slack.add_channel("G0OTHER", ANA, kind="group").members.discard(slack.bot_user)
    sam, ana = [await platform.profile(slack.team, user) for user in (SAM, ANA)]
    assert sam is not None
    assert ana is not None
    assert (sam.staff, ana.staff) == (True, False)  # nobody is staff by what cannot be read
    [health] = await platform.health((slack.team,))
    assert [fault.what.split()[0] for fault in health.faults] == ["#C0NOWHERE", "#G0OTHER"]
    assert all("the app is not in it" in fault.mend for fault in health.faults)


async def test_nobody_s_rights_are_guessed_while_slack_is_silent(
    platform: SlackPlatform, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def triage(team: str) -> tuple[str, ...]:
        return (SUPPORT, TRIAGE)

    monkeypatch.setattr(platform.workspaces, "_triage_of", triage)
    slack.trouble("status", "conversations.members", status=503)
    assert await platform.profile(slack.team, ANA) is None


async def test_profiles_are_kept_for_a_minute(
    platform: SlackPlatform, slack: FakeSlack, clock: MovableClock
) -> None:
    await platform.profile(slack.team, SAM)
    await platform.profile(slack.team, SAM)
    assert len(slack.calls("users.info")) == len(slack.calls("conversations.members")) == 1
    slack.channels[TRIAGE].members.remove(SAM)
    clock.move(seconds=61)
    sam = await platform.profile(slack.team, SAM)
    assert sam is not None
    assert sam.staff is False


async def test_a_channel_of_colleagues_is_internal(platform: SlackPlatform) -> None:
    assert await platform.audience_of(spot(TRIAGE)) is Audience.INTERNAL
    assert await platform.audience_of(spot(SUPPORT)) is Audience.INTERNAL


@pytest.mark.parametrize(
    "prepare",
    [
        lambda slack: setattr(slack.channels[TRIAGE], "shared", True),
        lambda slack: setattr(slack.channels[TRIAGE], "pending", True),
        lambda slack: setattr(slack.channels[TRIAGE], "kind", "mpim"),
        lambda slack: setattr(slack.channels[TRIAGE], "kind", "something new"),
        lambda slack: slack.channels.pop(TRIAGE),
        lambda slack: slack.channels[TRIAGE].members.add("U0UNKNOWN"),
        lambda slack: fill(slack, 1000),
        lambda slack: setattr(slack, "scopes", set()),
    ],
)
async def test_any_doubt_makes_a_place_public(
    platform: SlackPlatform, slack: FakeSlack, prepare: Callable[[FakeSlack], object]
) -> None:
    prepare(slack)
    assert await platform.audience_of(spot()) is Audience.PUBLIC


async def test_direct_messages_and_other_workspaces_are_public(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    slack.add_channel("D0SAM", SAM, kind="im")
    assert await platform.audience_of(spot("D0SAM")) is Audience.PUBLIC
    other = Spot(platform="slack", workspace="T0OTHER", channel=TRIAGE)
    assert await platform.audience_of(other) is Audience.PUBLIC


async def test_a_guest_who_joins_is_noticed_within_a_minute(
    platform: SlackPlatform, slack: FakeSlack, clock: MovableClock
) -> None:
    assert await platform.audience_of(spot()) is Audience.INTERNAL
    slack.add_user("U0GUEST", "Guest", is_restricted=True)
    slack.channels[TRIAGE].members.add("U0GUEST")
    clock.move(seconds=60)
    assert await platform.audience_of(spot()) is Audience.PUBLIC


@pytest.mark.parametrize(
    ("method", "trouble"),
    [
        ("conversations.info", {"kind": "status", "status": 503}),
        ("conversations.members", {"kind": "garbage"}),
        ("users.info", {"kind": "status", "status": 429}),
    ],
)
async def test_while_slack_does_not_say_nothing_is_sent_and_nothing_withheld(
    platform: SlackPlatform, slack: FakeSlack, method: str, trouble: dict[str, Any]
) -> None:
    slack.trouble(trouble.pop("kind"), method, **trouble)
    with pytest.raises(TryLater):
        await platform.audience_of(spot())
    slack.heal()
    assert await platform.audience_of(spot()) is Audience.INTERNAL


async def test_a_large_channel_is_known_from_few_calls(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    fill(slack, 250)
    assert await platform.audience_of(spot()) is Audience.INTERNAL
    assert len(slack.calls("users.list")) == 2
    assert slack.calls("users.info") == []


async def test_members_who_cannot_all_be_known_make_a_place_public(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    fill(slack, 2100, members=60)
    assert await platform.audience_of(spot()) is Audience.PUBLIC
    assert len(slack.calls("users.info")) == 20


async def test_a_guest_beyond_what_can_be_looked_at_is_not_overlooked(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    fill(slack, 220)
    slack.users["U0219"]["is_restricted"] = True
    slack.page_size = 20
    assert await platform.audience_of(spot()) is Audience.PUBLIC


async def test_whoever_is_known_stays_known_while_slack_is_asked_for_others(
    platform: SlackPlatform, slack: FakeSlack, clock: MovableClock
) -> None:
    assert await platform.audience_of(spot()) is Audience.INTERNAL
    slack.add_user("U0NEW", "New")
    slack.channels[TRIAGE].members.add("U0NEW")
    clock.move(minutes=4, seconds=59)
    slack.trouble("hang", "users.info")
    slack.requests.clear()
    asking = asyncio.create_task(platform.audience_of(spot()))
    while not any(method == "users.info" for method, _ in slack.requests):
        await asyncio.sleep(0.01)
    clock.move(seconds=2)
    slack.heal()
    assert await asking is Audience.INTERNAL
