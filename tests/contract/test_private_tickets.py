"""A ticket leaves the thread that all read; where no private one can be had, as in Slack and in
Teams, it goes on in direct messages."""

import pytest

from tests.contract.drivers.base import Driver, Post, card, heard, told
from tests.contract.drivers.doors import DRIVERS
from tests.contract.journeys import Opened, open_ticket
from tests.contract.world import World


@pytest.fixture(params=["slack", "teams"])
def door(request: pytest.FixtureRequest, world: World) -> Driver:
    """A platform that has no private threads."""
    found: Driver = DRIVERS[request.param](world)
    return found


async def _own_card(door: Driver, ref: str, *words: str) -> Post:
    return await card(door, "ana", ref, *words, room="direct")


async def _make_private(door: Driver, ticket: Opened, who: str = "ana") -> Post:
    """Press the button on the card that all see; the card in the customer's own place."""
    shown = await heard(door, who, "support", ticket.thread, ticket.ref, "Never post")
    await door.press(who, shown, "Make private")
    return await _own_card(door, ticket.ref)


@pytest.mark.parametrize("who", ["ana", "sam"])
async def test_its_customer_or_staff_take_it_out_of_the_public(
    world: World, door: Driver, who: str
) -> None:
    ticket = await open_ticket(door, "The blue printer hums")
    await door.mention("sam", "reply Is it loud?", thread=ticket.card.id)
    await heard(door, "ana", "support", ticket.thread, "Is it loud?")
    own = await _make_private(door, ticket, who)
    await told(door, who, f"{ticket.ref} goes on in private", "stays where all can read it")
    await heard(door, "ana", "direct", own.id, "The blue printer hums", "Ana")
    await heard(door, "ana", "direct", own.id, "Is it loud?", "Sam")
    await heard(door, "ana", "support", ticket.thread, "goes on in private")
    await heard(door, "sam", "triage", ticket.card.id, "made this private")
    left = await heard(door, "ana", "support", ticket.thread, f"{ticket.ref} is private")
    assert left.acts == ()


async def test_what_is_said_from_then_on_goes_to_the_private_place_alone(
    world: World, door: Driver
) -> None:
    ticket = await open_ticket(door)
    said = await door.say("ana", "My number is 1", "support", ticket.thread)
    await heard(door, "sam", "triage", ticket.card.id, "My number is 1")
    await door.mention("sam", "reply One moment", thread=ticket.card.id)
    await heard(door, "ana", "support", ticket.thread, "One moment")
    own = await _make_private(door, ticket)
    await heard(door, "ana", "direct", own.id, "One moment")
    await door.mention("sam", "reply Your code is 4711", thread=ticket.card.id)
    await heard(door, "ana", "direct", own.id, "Your code is 4711", "Sam")
    await door.say("ana", "It does not work", "direct", own.id)
    await heard(door, "sam", "triage", ticket.card.id, "It does not work", "Ana")
    await door.edit("ana", said, "My number is 2", "support")
    await heard(door, "ana", "direct", own.id, "My number is 2")
    await door.press("sam", await card(door, "sam", ticket.ref), "Claim")
    await heard(door, "ana", "direct", own.id, "Sam is looking at this")
    await world.settled()
    public = " ".join(p.text for p in await door.thread("bob", "support", ticket.thread))
    assert "4711" not in public
    assert "does not work" not in public
    assert "Sam is looking" not in public


async def test_who_goes_on_writing_in_the_old_thread_is_told_and_loses_nothing(
    world: World, door: Driver
) -> None:
    ticket = await open_ticket(door)
    own = await _make_private(door, ticket)
    await door.say("ana", "And it smells", "support", ticket.thread)
    await heard(door, "sam", "triage", ticket.card.id, "And it smells", "Ana")
    await heard(door, "ana", "direct", own.id, "And it smells")
    await told(door, "ana", "others can still read them here")
    await door.say("bob", "Poor you", "support", ticket.thread)
    await world.settled()
    assert await world.office.sql("SELECT 1 FROM messages WHERE kind = 'community'") == []


async def test_it_is_made_private_once(world: World, door: Driver) -> None:
    ticket = await open_ticket(door)
    shown = await heard(door, "ana", "support", ticket.thread, ticket.ref, "Never post")
    await _make_private(door, ticket)
    await door.press("ana", shown, "Make private")
    await told(door, "ana", "already")
    await door.slash("sam", f"private {ticket.ref}", words="desk")
    await told(door, "sam", "already")
    await world.settled()
    rows = await world.office.sql("SELECT 1 FROM places WHERE instead_of IS NOT NULL")
    assert len(rows) == 1


async def test_in_a_channel_for_private_tickets_each_goes_on_in_private_at_once(
    world: World, door: Driver
) -> None:
    await door.slash("alex", "channel role:support mode:private", room="support", words="desk")
    await told(door, "alex", "serves support", "private at once")
    thread = await door.say("ana", "My salary is wrong", "support")
    offered = await heard(door, "ana", "support", thread, "I could not find this")
    await door.press("ana", offered, "Open a ticket")
    own = await _own_card(door, "TIK-1001")
    await heard(door, "ana", "direct", own.id, "My salary is wrong")
    await heard(door, "ana", "support", thread, "goes on in private")
    await card(door, "sam", "TIK-1001", "My salary is wrong")
    public = [post.acts for post in await door.thread("bob", "support", thread)]
    assert public
    assert all("Solved" not in acts for acts in public)
