"""A member of staff who asks for help is the customer of that ticket, as anybody else is."""

from datetime import timedelta

import pytest

from core.access.actor import Actor
from core.tickets.models import Ticket
from core.tickets.reading.history import list_messages
from core.tickets.relations.following_up import latest_follow_up
from core.tickets.relations.merging import merge
from core.tickets.replying import reply
from core.tickets.resolving import close, reopen, resolve, set_status
from core.tickets.rules import REOPEN_WITHIN, Base
from tests.builders import Office
from tests.core.tickets.relations.test_merging import bodies


async def given_own(office: Office) -> tuple[Actor, Actor, Ticket]:
    """Sam asks, Mia answers."""
    sam, mia = await office.given_person("Sam"), await office.given_person("Mia")
    return sam, mia, await office.given_ticket(sam)


@pytest.mark.parametrize("end", [resolve, close])
async def test_their_word_opens_it_again(office: Office, end: object) -> None:
    sam, mia, ticket = await given_own(office)
    await office.do(end, mia, ticket.number)  # type: ignore[arg-type]
    await office.do(reply, mia, ticket.number, "By the way")
    assert (await office.see(ticket.number)).base in {Base.RESOLVED, Base.CLOSED}
    await office.do(reply, sam, ticket.number, "still broken")
    view = await office.see(ticket.number)
    assert (view.base, view.waiting_on) == (Base.OPEN, "us")


async def test_it_waits_for_their_word_and_no_more_after_it(office: Office) -> None:
    sam, mia, ticket = await given_own(office)
    await office.do(set_status, mia, ticket.number, "pending")
    await office.do(reply, sam, ticket.number, "here it is")
    view = await office.see(ticket.number)
    assert view.base is Base.OPEN
    assert all(clock.state != "paused" for clock in view.clocks)


async def test_it_is_new_until_somebody_else_answers(office: Office) -> None:
    sam, mia, ticket = await given_own(office)
    await office.do(reply, sam, ticket.number, "one more thing")
    assert (await office.see(ticket.number)).base is Base.NEW
    await office.do(reply, mia, ticket.number, "Hello")
    assert (await office.see(ticket.number)).base is Base.OPEN


async def test_long_after_its_end_it_begins_a_follow_up(office: Office) -> None:
    sam, mia, ticket = await given_own(office)
    await office.do(resolve, mia, ticket.number)
    office.clock.set(office.clock.now() + REOPEN_WITHIN + timedelta(seconds=1))
    await office.do(reply, mia, ticket.number, "By the way")
    assert await office.do(latest_follow_up, sam.person_id, ticket) is None
    await office.do(reply, sam, ticket.number, "It is back")
    later = await office.do(latest_follow_up, sam.person_id, ticket)
    assert later is not None
    assert (await office.see(later)).requester.name == "Sam"


async def test_why_they_open_it_again_is_part_of_the_conversation(office: Office) -> None:
    sam, mia, ticket = await given_own(office)
    await office.do(resolve, mia, ticket.number)
    await office.do(reopen, sam, ticket.number, reason="still broken")
    said = await office.do(list_messages, sam, ticket.number)
    assert (said[-1].body, said[-1].audience) == ("still broken", "public")


async def test_merged_with_another_s_they_speak_as_whose_it_is(office: Office) -> None:
    sam, mia, ticket = await given_own(office)
    bob = await office.given_customer("Bob")
    other = await office.given_ticket(bob)
    await office.do(merge, mia, ticket.number, other.number)
    await office.do(resolve, mia, other.number)
    await office.do(reply, sam, other.number, "for Bob")
    assert (await office.see(other.number)).base is Base.RESOLVED
    await office.do(reply, sam, ticket.number, "still broken")
    assert (await office.see(other.number)).base is Base.OPEN
    assert "still broken" not in await bodies(office, bob, other.number)
