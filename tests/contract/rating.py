"""A busy day at the platforms' rates: many tickets that keep changing, and fakes that count."""

import re
from collections import Counter

from core.conversation.places import serve_channel
from core.database.unit_of_work import UnitOfWork
from core.tickets.editing import TicketEdit, edit
from core.tickets.opening import TicketDraft, open_ticket
from tests.contract.chats.discord import DiscordChat
from tests.contract.chats.teams import TeamsChat
from tests.contract.drivers.discord import DiscordDriver
from tests.contract.drivers.teams import TeamsDriver
from tests.contract.wiring import STAFF, TRIAGE
from tests.contract.world import World
from tests.fakes.slack.rates import POSTS_IN_A_CHANNEL, POSTS_IN_A_WORKSPACE, TIERS, Rates

AT_ONCE = 10
"""Tickets in one transaction: people change them one by one, and nothing waits for long."""


async def busy_desk(world: World, channels: int, tickets: int) -> dict[int, str]:
    """So many channels, each the triage of a team, with so many tickets in all.

    Returns the channel in which each number's card stands.
    """
    world.slack.rates = Rates()
    staff = [f"U0{key.upper()}" for key in STAFF]
    for n in range(channels):
        team = await world.office.given_team(f"Team {n}")
        world.slack.add_channel(f"C0BUSY{n}", *staff, kind="group")
        await world.office.do(serve_channel, "slack", "T0TEAM", f"C0BUSY{n}", "triage", team)
    nobody = await world.office.given_team("Nobody")
    await world.office.do(serve_channel, "slack", "T0TEAM", TRIAGE, "triage", nobody)
    kim = await world.person("kim")

    made: dict[int, str] = {}

    async def open_some(uow: UnitOfWork, which: range) -> None:
        for n in which:
            draft = TicketDraft(subject=_subject(n, 0), team=f"Team {n % channels}")
            made[(await open_ticket(uow, kim, draft)).number] = f"C0BUSY{n % channels}"

    for first in range(0, tickets, AT_ONCE):
        await world.office.do(open_some, range(first, min(first + AT_ONCE, tickets)))
    return made


async def change_all(world: World, tickets: dict[int, str], version: int) -> None:
    """Every ticket changes, so that its card must be painted anew."""
    kim = await world.person("kim")

    async def change(uow: UnitOfWork, some: list[tuple[int, int]]) -> None:
        for n, number in some:
            await edit(uow, kim, number, TicketEdit(subject=_subject(n, version)))

    numbered = list(enumerate(tickets))
    for first in range(0, len(numbered), AT_ONCE):
        await world.office.do(change, numbered[first : first + AT_ONCE])


async def everything_shown(world: World, tickets: dict[int, str], version: int) -> None:
    """Wait until nothing is owed: each card shows that version, in the one message that it
    ever was."""

    async def sent() -> bool:
        return await world.left() == 0

    await world.until(sent, "everything sent", step=5.0)
    roots = [
        str(message["blocks"])
        for channel in set(tickets.values())
        for message in world.slack.messages(channel)
        if message.get("thread_ts") in (None, message["ts"])
    ]
    assert sorted(map(_title_of, roots)) == sorted(
        _subject(n, version) for n in range(len(tickets))
    )


async def a_storm(world: World, tickets: int, rounds: int) -> None:
    """Tickets with a card on each of three platforms, all of which keep changing; at rest every
    card shows the last state, and none was painted more often than its ticket changed."""
    discord, teams = world.chats["discord"], world.chats["teams"]
    assert isinstance(discord, DiscordChat)
    assert isinstance(teams, TeamsChat)
    made = await busy_desk(world, channels=2, tickets=tickets)
    for version in range(1, rounds + 1):
        await change_all(world, made, version)
        world.clock.move(seconds=30)
    await everything_shown(world, made, rounds)
    wanted = sorted(_subject(n, rounds) for n in range(tickets))
    for door in (DiscordDriver(world), TeamsDriver(world)):
        cards = [post for post in await door.room("kim", "triage") if "TIK-" in post.text]
        assert sorted(_title_of(post.text) for post in cards) == wanted, door.slug
    painted = {
        "slack": [one["ts"] for one in world.slack.calls("chat.update")],
        "discord": [
            path
            for route, path, body in discord.fake.requests
            if route.startswith("PATCH") and "messages" in path and body.get("components")
        ],
        "teams": [one["id"] for one in teams.fake.calls("update") if one.get("attachments")],
    }
    for platform, cards_painted in painted.items():
        assert cards_painted, platform
        assert max(Counter(cards_painted).values()) <= rounds, platform


def keeps_to_the_rates(world: World) -> None:
    """Nothing was refused, so nothing went out faster than Slack allows."""
    rates = world.slack.rates
    assert rates is not None
    assert "rate.method" not in world.slack.broken
    for method, limit in (TIERS | {"chat.postMessage": POSTS_IN_A_WORKSPACE}).items():
        assert rates.most[method] <= limit, method
    channels = [count for name, count in rates.most.items() if name.startswith("channel ")]
    assert max(channels) <= POSTS_IN_A_CHANNEL[60]
    assert rates.most["chat.update"] > 0


_SUBJECT = re.compile(r"Case-\d+-v\d+\.")


def _title_of(card: str) -> str:
    """The subject that a card shows first: the words with which it was opened come below."""
    found = _SUBJECT.search(card)
    return found[0] if found else card


def _subject(n: int, version: int) -> str:
    return f"Case-{n}-v{version}."
