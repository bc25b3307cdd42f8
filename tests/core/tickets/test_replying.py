"""CNV-05 and the conversation: replies, notes, whose move it is, what customers never see."""

from datetime import timedelta

import pytest

from core.access.actor import Role
from core.errors import Denied, Invalid, NotFound
from core.events.sequencer import sequence_events
from core.tickets.amending import delete_message, edit_message
from core.tickets.editing import TicketEdit, delete_ticket, edit
from core.tickets.messages import LONGEST
from core.tickets.reading.history import list_messages
from core.tickets.reading.listing import Filter, list_tickets
from core.tickets.reading.searching import search_tickets
from core.tickets.reading.stream import read_events
from core.tickets.replying import note, reply
from core.tickets.resolving import close, resolve, set_status
from core.tickets.rules import REOPEN_WITHIN, Base, Stale
from tests.builders import Office

CANARY = "zanzibar"


async def test_notes_are_in_nothing_that_a_customer_can_read(office: Office) -> None:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    number = (await office.given_ticket(ana)).number
    written = await office.do(note, sam, number, f"{CANARY} is the password")
    await office.do(
        edit, sam, number, TicketEdit(add_tags=[CANARY], priority="high", reason=CANARY)
    )
    await office.do(resolve, sam, number)
    await sequence_events(office.database)
    messages = await office.do(list_messages, ana, number)
    found = await office.do(search_tickets, ana, CANARY)
    listed = await office.do(list_tickets, ana, Filter())
    stream = await office.do(read_events, ana)
    view = await office.see(number, ana)
    assert [m.kind for m in messages] == ["reply"]
    assert found.tickets == []
    for read in (messages, stream.events, view.quote, view.subject, listed.tickets[0].quote):
        assert CANARY not in repr(read)
    assert str(written.id) not in repr(stream.events)
    # Staff read it at each of these places, so the canary was really there.
    assert CANARY in repr(await office.do(list_messages, sam, number))
    assert (await office.do(search_tickets, sam, CANARY)).tickets
    assert str(written.id) in repr((await office.do(read_events, sam)).events)


async def test_customers_cannot_write_notes_or_reach_them(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    number = (await office.given_ticket(ana)).number
    with pytest.raises(Denied):
        await office.do(note, ana, number, "psst")
    written = await office.do(note, sam, number, "psst")
    with pytest.raises(NotFound):
        await office.do(edit_message, ana, written.id, "x")
    with pytest.raises(NotFound):
        await office.do(delete_message, ana, written.id)


async def test_a_reply_moves_the_ball(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    number = (await office.given_ticket(ana)).number
    await office.do(reply, sam, number, "What colour is it?")
    view = await office.see(number)
    assert (view.status, view.waiting_on, view.message_count) == ("Open", "customer", 2)
    await office.do(set_status, sam, number, "pending")
    await office.do(reply, ana, number, "Blue")
    view = await office.see(number)
    assert (view.status, view.waiting_on, view.message_count) == ("Open", "us", 3)
    assert view.quote == "Blue"


@pytest.mark.parametrize("end", [resolve, close])
async def test_a_customer_s_word_after_the_end_opens_it_again(office: Office, end: object) -> None:
    ana = await office.given_customer()
    number = (await office.given_ticket(ana)).number
    await office.do(end, office.desk, number)  # type: ignore[arg-type]
    office.clock.set(office.clock.now() + REOPEN_WITHIN)
    await office.do(reply, ana, number, "It is back")
    view = await office.see(number)
    assert (view.status, view.resolved_at, view.closed_at) == ("Open", None, None)
    await office.do(end, office.desk, number)  # type: ignore[arg-type]
    office.clock.set(office.clock.now() + REOPEN_WITHIN + timedelta(seconds=1))
    message = await office.do(reply, ana, number, "And again")
    assert message.ticket_id != view.id
    assert (await office.see(number)).base in {Base.RESOLVED, Base.CLOSED}


async def test_an_agent_s_word_after_the_end_does_not(office: Office) -> None:
    sam = await office.given_person("Sam")
    number = (await office.given_ticket(await office.given_customer())).number
    await office.do(resolve, sam, number)
    await office.do(reply, sam, number, "By the way")
    assert (await office.see(number)).status == "Resolved"


async def test_who_writes_while_the_customer_wrote_is_told_first(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    ticket = await office.given_ticket(ana)
    await office.do(reply, ana, ticket.number, "Solved it myself!")
    with pytest.raises(Stale, match="1 new message since"):
        await office.do(reply, sam, ticket.number, "Try this", seen=ticket.revision)
    await office.do(reply, ana, ticket.number, "Really", seen=ticket.revision)


@pytest.mark.parametrize("text", ["", " \n ", "\x00", "x" * (LONGEST + 1)])
async def test_nothing_and_far_too_much_are_refused(office: Office, text: str) -> None:
    sam = await office.given_person("Sam")
    number = (await office.given_ticket(await office.given_customer())).number
    for say in (reply, note):
        with pytest.raises(Invalid):
            await office.do(say, sam, number, text)  # type: ignore[operator]
    assert (await office.see(number)).message_count == 1


async def test_one_s_own_message_is_edited_and_taken_back_and_nobody_else_s(
    office: Office,
) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    number = (await office.given_ticket(ana)).number
    said = await office.do(reply, ana, number, "Its brocken")
    office.clock.move(minutes=1)
    await office.do(edit_message, ana, said.id, "It's broken")
    message = (await office.do(list_messages, sam, number))[-1]
    assert (message.body, message.edited_at) == ("It's broken", office.clock.now())
    for amend, args in ((edit_message, ("x",)), (delete_message, ())):
        with pytest.raises(Denied, match="somebody else"):
            await office.do(amend, sam, said.id, *args)  # type: ignore[operator]
    await office.do(delete_message, ana, said.id)
    assert len(await office.do(list_messages, ana, number)) == 1
    (row,) = await office.sql("SELECT body FROM messages WHERE id = :id", id=said.id)
    assert row.body == ""
    assert (await office.do(search_tickets, sam, "broken")).tickets == []
    with pytest.raises(NotFound):
        await office.do(edit_message, ana, said.id, "again")


async def test_on_a_deleted_ticket_nothing_is_said_or_changed(office: Office) -> None:
    ana = await office.given_customer()
    number = (await office.given_ticket(ana)).number
    said = await office.do(reply, ana, number, "Hello")
    boss = await office.given_person("Max", Role.MANAGER)
    await office.do(delete_ticket, boss, number)
    for act, args in ((reply, (number, "x")), (edit_message, (said.id, "x"))):
        with pytest.raises(NotFound):
            await office.do(act, ana, *args)  # type: ignore[operator]
    with pytest.raises(NotFound):
        await office.see(number, boss)
