"""CNV-09 for what is typed: held are words that could not know what their customer had said, be
it that it was not to be read where they were typed, or that it came in while they waited."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.sending.outcomes import pause_of
from core.events.leasing import pause
from core.ids import new_id
from tests.contract.drivers.base import Driver, card, heard, told
from tests.contract.drivers.sharing import bring
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import Opened, open_ticket, sweep
from tests.contract.test_collisions import at_customer
from tests.contract.test_undo import waits
from tests.contract.world import World

ASKS = ("1 new message since, from Ana", "Send anyway?", "Is it on?")


@asynccontextmanager
async def nothing_is_posted(door: Driver) -> AsyncIterator[None]:
    """What the desk says there waits meanwhile."""
    world = door.world
    await world.settled()
    rows = await world.office.sql("SELECT DISTINCT platform, workspace FROM places")
    async with world.database.system() as session:
        for platform, workspace in rows:
            until = world.clock.now() + timedelta(days=1)
            await pause(session, pause_of(platform, workspace), new_id(), until)
    yield
    async with world.database.system() as session:
        connection = await session.connection()
        await connection.exec_driver_sql("DELETE FROM leases WHERE name LIKE 'pause:%%'")


async def handled(world: World) -> None:
    """All that was said has come to something."""

    async def none_waits() -> bool:
        query = "SELECT count(*) FROM receipts WHERE state = 'received'"
        async with world.database.owner() as session:
            connection = await session.connection()
            return not (await connection.exec_driver_sql(query)).scalar_one()

    await world.until(none_waits, "all receipts handled")


async def types(door: Driver, way: str, ticket: Opened) -> None:
    """Sam replies by a mention in the staff's thread, or by a command outside of it."""
    if way == "mention":
        await door.mention("sam", "reply Is it on?", thread=ticket.card.id)
    else:
        await door.slash("sam", f"reply {ticket.ref} Is it on?")


@pytest.mark.every_door
@pytest.mark.parametrize("way", ["mention", "slash"])
async def test_what_was_not_to_be_read_there_holds_it(door: Driver, way: str) -> None:
    ticket = await open_ticket(door)
    async with nothing_is_posted(door):
        await door.say("ana", "it burns", "support", ticket.thread)
        await handled(door.world)
        await types(door, way, ticket)
        await handled(door.world)
    held = await told(door, "sam", *ASKS)
    assert "Is it on?" not in await at_customer(door, ticket)
    await door.press("sam", held, "Send anyway")
    await heard(door, "ana", "support", ticket.thread, "Is it on?")


@pytest.mark.every_door
async def test_what_was_posted_after_it_was_typed_holds_it(door: Driver) -> None:
    ticket = await open_ticket(door)
    world = door.world
    await world.settled()
    async with world.database.owner() as session:
        # What somebody types is handled no further than this, as by a desk that is busy.
        connection = await session.connection()
        await connection.exec_driver_sql("LOCK TABLE presences IN ACCESS EXCLUSIVE MODE")
        await door.mention("sam", "reply Is it on?", thread=ticket.card.id)
        await door.say("ana", "it burns", "support", ticket.thread)

        async def posted() -> bool:
            rows = await world.office.sql(
                "SELECT 1 FROM message_refs r JOIN messages m ON m.id = r.message_id"
                " JOIN places p ON p.id = r.place_id"
                " WHERE m.body = 'it burns' AND p.role = 'internal' AND p.platform = :slug",
                slug=door.slug,
            )
            return bool(rows)

        await world.until(posted, "it is in the staff's thread")
    held = await told(door, "sam", *ASKS)
    assert "Is it on?" not in await at_customer(door, ticket)
    form = await door.press("sam", held, "Edit and send")
    assert form is not None
    assert await door.fill("sam", form, text="Call the fire brigade!") is None
    await heard(door, "ana", "support", ticket.thread, "Call the fire brigade!")


async def test_what_was_to_be_read_holds_nothing(door: Driver) -> None:
    ticket = await open_ticket(door)
    for number, way in enumerate(("mention", "slash")):
        await door.say("ana", f"it burns {number}", "support", ticket.thread)
        await heard(door, "sam", "triage", ticket.card.id, f"it burns {number}")
        await types(door, way, ticket)
        await heard(door, "ana", "support", ticket.thread, "Is it on?")
    await door.world.settled()
    assert (await at_customer(door, ticket)).count("Is it on?") == 2
    assert not [p for p in await door.private("sam") if "Send anyway?" in p.text]


@pytest.mark.every_door
async def test_a_note_that_is_sent_is_as_old_as_its_words(door: Driver) -> None:
    ticket = await open_ticket(door)
    await door.say("sam", "Is it on?", "triage", ticket.card.id)
    await door.world.settled()
    await door.say("ana", "it burns", "support", ticket.thread)
    await heard(door, "sam", "triage", ticket.card.id, "it burns")
    [(note,)] = await door.world.office.sql("SELECT id FROM messages WHERE kind = 'note'")
    await door.slash("sam", f"reply note-id:{note}")
    held = await told(door, "sam", *ASKS)
    assert "Is it on?" not in await at_customer(door, ticket)
    await waits(door.world)
    await door.press("sam", held, "Send anyway")
    await heard(door, "ana", "support", ticket.thread, "Is it on?")


@pytest.mark.every_door
async def test_what_comes_in_while_it_waits_holds_it(door: Driver) -> None:
    ticket = await open_ticket(door)
    await waits(door.world)
    await types(door, "mention", ticket)
    await told(door, "sam", "Sending to Ana in")
    await door.say("ana", "it burns", "support", ticket.thread)
    await heard(door, "sam", "triage", ticket.card.id, "it burns")
    await door.slash("mia", f"claim {ticket.ref}")
    await card(door, "sam", ticket.ref, "Owner Mia")
    await sweep(door.world, seconds=10)
    held = await told(door, "sam", *ASKS)
    assert "Is it on?" not in await at_customer(door, ticket)
    # It goes at once: while it waited again, the next word of a quick customer could hold it.
    await door.press("sam", held, "Send anyway")
    await heard(door, "ana", "support", ticket.thread, "Is it on?")
    await types(door, "mention", ticket)
    await sweep(door.world, seconds=10)
    await door.world.settled()
    assert (await at_customer(door, ticket)).count("Is it on?") == 2


async def test_what_a_colleague_does_while_it_waits_holds_nothing(door: Driver) -> None:
    ticket = await open_ticket(door)
    await waits(door.world)
    await types(door, "slash", ticket)
    await told(door, "sam", "Sending to Ana in")
    await door.slash("mia", f"claim {ticket.ref}")
    await card(door, "sam", ticket.ref, "Owner Mia")
    await sweep(door.world, seconds=10)
    await heard(door, "ana", "support", ticket.thread, "Is it on?")


async def test_nor_is_a_ticket_ended_past_what_came_in(door: Driver) -> None:
    ticket = await open_ticket(door)
    await waits(door.world)
    await types(door, "slash", ticket)
    await told(door, "sam", "Sending to Ana in")
    await door.say("ana", "it burns", "support", ticket.thread)
    await heard(door, "sam", "triage", ticket.card.id, "it burns")
    await door.slash("sam", f"resolve {ticket.ref} that was it")
    held = await told(door, "sam", "1 new message since, from Ana")
    assert "that was it" not in await at_customer(door, ticket)
    await door.press("sam", held, "Do it anyway")
    await card(door, "sam", ticket.ref, "Resolved")
    shown = await at_customer(door, ticket)
    assert shown.index("Is it on?") < shown.index("that was it")


async def test_an_end_with_words_is_held_like_a_reply(door: Driver) -> None:
    ticket = await open_ticket(door)
    async with nothing_is_posted(door):
        await door.say("ana", "it burns", "support", ticket.thread)
        await handled(door.world)
        await door.slash("sam", f"resolve {ticket.ref} that was it")
        await handled(door.world)
    held = await told(door, "sam", "1 new message since, from Ana", "that was it")
    assert "that was it" not in await at_customer(door, ticket)
    await door.press("sam", held, "Do it anyway")
    await card(door, "sam", ticket.ref, "Resolved")
    await heard(door, "ana", "support", ticket.thread, "that was it")


async def test_its_files_come_with_it_when_it_is_done_after_all(web: WebDriver) -> None:
    ticket = await open_ticket(web)
    async with nothing_is_posted(web):
        await web.say("ana", "it burns", "support", ticket.thread)
        await handled(web.world)
        brought = (await bring(web, "sam", "fan.log", b"12:00 it turns")).json()["id"]
        said = f"/ticket resolve {ticket.ref} that was it"
        await web.post("sam", "/chat/send", text=said, channel="triage", thread="", file=brought)
        await handled(web.world)
    held = await told(web, "sam", "1 new message since, from Ana")
    assert "was not taken" not in held.text
    await web.press("sam", held, "Do it anyway")
    await heard(web, "ana", "support", ticket.thread, "that was it", "fan.log")
