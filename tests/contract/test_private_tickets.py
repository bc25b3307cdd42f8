"""A ticket leaves the thread that all read; where no private one can be had, for a direct one."""

import pytest

from tests.contract.drivers.base import Post, card, heard, told
from tests.contract.drivers.slack import SlackDriver
from tests.contract.journeys import Opened, open_ticket
from tests.contract.world import World


async def _own_card(slack: SlackDriver, ref: str, *words: str) -> Post:
    return await card(slack, "ana", ref, *words, room="direct")


async def _make_private(slack: SlackDriver, ticket: Opened, who: str = "ana") -> Post:
    """Press the button on the card that all see; the card in the customer's own place."""
    shown = await heard(slack, who, "support", ticket.thread, ticket.ref, "Never post")
    await slack.press(who, shown, "Make private")
    return await _own_card(slack, ticket.ref)


@pytest.mark.parametrize("who", ["ana", "sam"])
async def test_its_customer_or_staff_take_it_out_of_the_public(
    world: World, slack: SlackDriver, who: str
) -> None:
    ticket = await open_ticket(slack, "The blue printer hums")
    await slack.mention("sam", "reply Is it loud?", thread=ticket.card.id)
    await heard(slack, "ana", "support", ticket.thread, "Is it loud?")
    own = await _make_private(slack, ticket, who)
    await heard(slack, "ana", "direct", own.id, "The blue printer hums", "Ana")
    await heard(slack, "ana", "direct", own.id, "Is it loud?", "Sam")
    await heard(slack, "ana", "support", ticket.thread, "goes on in private")
    await heard(slack, "sam", "triage", ticket.card.id, "made this private")
    left = await heard(slack, "ana", "support", ticket.thread, f"{ticket.ref} is private")
    assert left.acts == ()


async def test_what_is_said_from_then_on_goes_to_the_private_place_alone(
    world: World, slack: SlackDriver
) -> None:
    ticket = await open_ticket(slack)
    said = await slack.say("ana", "My number is 1", "support", ticket.thread)
    await slack.mention("sam", "reply One moment", thread=ticket.card.id)
    await heard(slack, "ana", "support", ticket.thread, "One moment")
    own = await _make_private(slack, ticket)
    await heard(slack, "ana", "direct", own.id, "One moment")
    await slack.mention("sam", "reply Your code is 4711", thread=ticket.card.id)
    await heard(slack, "ana", "direct", own.id, "Your code is 4711", "Sam")
    await slack.say("ana", "It does not work", "direct", own.id)
    await heard(slack, "sam", "triage", ticket.card.id, "It does not work", "Ana")
    await slack.edit("ana", said, "My number is 2", "support")
    await heard(slack, "ana", "direct", own.id, "My number is 2")
    await slack.press("sam", await card(slack, "sam", ticket.ref), "Claim")
    await heard(slack, "ana", "direct", own.id, "Sam is looking at this")
    await world.settled()
    public = " ".join(p.text for p in await slack.thread("bob", "support", ticket.thread))
    assert "4711" not in public
    assert "does not work" not in public
    assert "Sam is looking" not in public


async def test_who_goes_on_writing_in_the_old_thread_is_told_and_loses_nothing(
    world: World, slack: SlackDriver
) -> None:
    ticket = await open_ticket(slack)
    own = await _make_private(slack, ticket)
    await slack.say("ana", "And it smells", "support", ticket.thread)
    await heard(slack, "sam", "triage", ticket.card.id, "And it smells", "Ana")
    await heard(slack, "ana", "direct", own.id, "And it smells")
    await told(slack, "ana", "others can still read them here")
    await slack.say("bob", "Poor you", "support", ticket.thread)
    await world.settled()
    assert await world.office.sql("SELECT 1 FROM messages WHERE kind = 'community'") == []


async def test_it_is_made_private_once(world: World, slack: SlackDriver) -> None:
    ticket = await open_ticket(slack)
    shown = await heard(slack, "ana", "support", ticket.thread, ticket.ref, "Never post")
    await _make_private(slack, ticket)
    await slack.press("ana", shown, "Make private")
    await told(slack, "ana", "already")
    await slack.slash("sam", f"private {ticket.ref}", words="desk")
    await told(slack, "sam", "already")
    await world.settled()
    rows = await world.office.sql("SELECT 1 FROM places WHERE instead_of IS NOT NULL")
    assert len(rows) == 1


async def test_in_a_channel_for_private_tickets_each_goes_on_in_private_at_once(
    world: World, slack: SlackDriver
) -> None:
    await slack.slash("alex", "channel role:support mode:private", room="support", words="desk")
    await told(slack, "alex", "serves support", "private at once")
    thread = await slack.say("ana", "My salary is wrong", "support")
    offered = await heard(slack, "ana", "support", thread, "I could not find this")
    await slack.press("ana", offered, "Open a ticket")
    own = await _own_card(slack, "TIK-1001")
    await heard(slack, "ana", "direct", own.id, "My salary is wrong")
    await heard(slack, "ana", "support", thread, "goes on in private")
    await card(slack, "sam", "TIK-1001", "My salary is wrong")
    public = [post.acts for post in await slack.thread("bob", "support", thread)]
    assert public
    assert all("Solved" not in acts for acts in public)
