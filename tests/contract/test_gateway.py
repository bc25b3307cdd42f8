"""Discord's gateway: one process holds it, another takes it over, and nothing that was said
meanwhile is lost or said twice."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.discord.door.gateway import Gateway, Json
from adapters.discord.webapi.health import Health
from core.database.engine import build_engine
from core.database.unit_of_work import Database
from core.events.leasing import let_go
from core.reactions import REACTIONS
from tests.contract.drivers.base import card, heard
from tests.contract.drivers.discord import DiscordDriver
from tests.contract.journeys import open_ticket
from tests.contract.world import World
from tests.fakes.discord import permissions as may


async def _times(world: World, words: str) -> int:
    [(count,)] = await world.office.sql("SELECT count(*) FROM messages WHERE body = :w", w=words)
    return int(count)


async def _end_session(discord: DiscordDriver) -> None:
    """Discord ends our session: the next is a new one, in which nothing is told again."""
    gateway = discord.fake.gateway
    gateway.forget()
    await gateway.drop()
    gateway.sessions.clear()


async def test_what_is_said_while_the_socket_is_cut_comes_when_it_is_resumed(
    world: World, discord: DiscordDriver
) -> None:
    ticket = await open_ticket(discord)
    gateway = discord.fake.gateway
    await gateway.drop()
    await discord.say("ana", "the socket was cut", "support", ticket.thread)
    await heard(discord, "sam", "triage", ticket.card.id, "the socket was cut")
    assert (gateway.identified, gateway.resumed) == (1, 1)
    assert await _times(world, "the socket was cut") == 1


async def test_what_is_said_while_nobody_hears_is_read_when_a_session_is_new(
    world: World, discord: DiscordDriver
) -> None:
    ticket = await open_ticket(discord)
    gateway = discord.fake.gateway
    await _end_session(discord)
    await discord.say("ana", "nobody heard this", "support", ticket.thread)
    await heard(discord, "sam", "triage", ticket.card.id, "nobody heard this")
    assert gateway.identified == 2
    await world.settled()
    assert await _times(world, "nobody heard this") == 1


async def test_what_was_changed_and_removed_while_nobody_heard_is_noticed(
    world: World, discord: DiscordDriver
) -> None:
    ticket = await open_ticket(discord)
    slip, secret = [
        await discord.say("ana", words, "support", ticket.thread)
        for words in ("the fuze is blown", "my password is tulip")
    ]
    await heard(discord, "sam", "triage", ticket.card.id, "my password is tulip")
    await world.settled()
    gateway = discord.fake.gateway
    gateway.refuses = True
    await _end_session(discord)
    await discord.fake.people.edit(discord.user("ana"), discord._find(slip), "the fuse is blown")
    await discord.fake.people.delete(discord.user("ana"), discord._find(secret))
    gateway.refuses = False
    await heard(discord, "sam", "triage", ticket.card.id, "the fuse is blown")

    async def gone() -> bool:
        posts = await discord.thread("sam", "triage", ticket.card.id)
        return not any("tulip" in post.text for post in posts)

    await world.until(gone, "the password is gone")
    assert await _times(world, "my password is tulip") == 0


async def test_where_the_history_is_hidden_nothing_counts_as_removed(
    world: World, discord: DiscordDriver
) -> None:
    ticket = await open_ticket(discord)
    await discord.say("ana", "it hums at night", "support", ticket.thread)
    await heard(discord, "sam", "triage", ticket.card.id, "it hums at night")
    await world.settled()
    fake, support = discord.fake, discord.fake.channels[discord.chat.support]
    fake.overwrite(support, fake.guild, deny=may.READ_HISTORY)
    await _end_session(discord)

    async def begun_anew() -> bool:
        return fake.gateway.identified == 2

    await world.until(begun_anew, "a new session")
    await discord.say("ana", "and by day", "support", ticket.thread)
    await heard(discord, "sam", "triage", ticket.card.id, "and by day")
    await world.settled()
    assert await _times(world, "it hums at night") == 1


async def test_what_is_said_directly_while_nobody_hears_is_read_as_well(
    world: World, discord: DiscordDriver
) -> None:
    await discord.slash("ana", "new The blue printer hums", room="direct")
    opened = await card(discord, "sam", "TIK-1")
    await world.settled()
    gateway = discord.fake.gateway
    gateway.refuses = True
    await _end_session(discord)
    ana = discord.user("ana")
    await discord.fake.people.say(ana, discord.fake.dm_of(ana), "it smokes by now")
    gateway.refuses = False
    await heard(discord, "sam", "triage", opened.id, "it smokes by now")
    await world.settled()
    assert await _times(world, "it smokes by now") == 1


async def test_an_event_that_is_told_twice_counts_once(
    world: World, discord: DiscordDriver
) -> None:
    ticket = await open_ticket(discord)
    discord.fake.gateway.duplicates = 3
    await discord.say("ana", "told twice", "support", ticket.thread)
    await heard(discord, "sam", "triage", ticket.card.id, "told twice")
    await world.settled()
    assert await _times(world, "told twice") == 1


@pytest.fixture
async def second(world: World, discord: DiscordDriver) -> AsyncIterator[Gateway]:
    """Another process's gateway on the same desk; it stands by."""
    database = Database(build_engine(world.url, pool_size=2), REACTIONS, world.clock)
    settings = world.desk.opened.settings.discord
    assert settings is not None

    def hear(event: str, data: Json, turn: str) -> None:
        """It only has to be there."""

    gateway = Gateway(settings, database, Health(world.clock), hear)
    yield gateway
    await gateway.close()
    await database.close()


async def test_a_second_process_stands_by_and_takes_over(
    world: World, discord: DiscordDriver, second: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.door.gateway._RENEW", 0.2)
    await second.open()
    assert discord.fake.gateway.identified == 1
    first = f"gateway {world.database.process}"
    next(task for task in asyncio.all_tasks() if task.get_name() == first).cancel()
    async with world.database.system() as session:
        await let_go(session, second.lease, world.database.process)

    async def taken() -> bool:
        return discord.fake.gateway.identified == 2

    await world.until(taken, "the second one identifies")
