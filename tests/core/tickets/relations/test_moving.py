"""CNV-12: a ticket goes to another customer and back; who reads and hears what then."""

from datetime import timedelta

import pytest

from core.access.actor import Actor
from core.conversation.beginning import begin_place
from core.errors import Invalid, NotFound
from core.events.sequencer import sequence_events
from core.ids import new_id
from core.people.organisation import OrganisationSettings, change_organisation
from core.tickets.amending import delete_message, edit_message
from core.tickets.announcements.serving import served_places
from core.tickets.held.held_sending import held_is_due
from core.tickets.held.holding import hold_reply
from core.tickets.models import Ticket
from core.tickets.opening import TicketDraft, open_ticket
from core.tickets.reading.history import history, list_messages
from core.tickets.reading.listing import Filter, list_tickets
from core.tickets.reading.searching import search_tickets
from core.tickets.reading.stream import read_events
from core.tickets.relations.merging import merge
from core.tickets.relations.moving import UNDO_WITHIN, move, unmove
from core.tickets.relations.splitting import split
from core.tickets.replying import reply
from core.tickets.resolving import resolve
from core.tickets.rules import Impossible
from tests.builders import Office
from tests.core.tickets.relations.test_merging import bodies, opened, say

NEW = "A new subject"


async def at_home(office: Office, who: Actor, text: str) -> int:
    """A ticket that was opened in a thread of its customer's; its number."""
    async with office.work() as uow:
        place = await begin_place(uow, "web", "w", "support", str(new_id()), None)
        draft = TicketDraft(subject=f"About {text}", description=text)
        return (await open_ticket(uow, who, draft, place_id=place.id)).number


async def places(office: Office, number: int) -> list[object]:
    """The customers' places in which the ticket is served now."""
    async with office.work() as uow:
        [row] = await office.sql("SELECT id FROM tickets WHERE number = :n", n=number)
        ticket = await uow.session.get_one(Ticket, row.id)
        return [p.id for p in await served_places(uow, ticket) if p.role == "customer"]


async def test_each_reads_what_was_said_while_it_was_theirs(office: Office) -> None:
    ana, bob = await office.given_customer("Ana"), await office.given_customer("Bob")
    sam = await office.given_person("Sam")
    number = await opened(office, ana, "ana says")
    await say(office, sam, number, "to ana")
    await office.do(move, sam, number, "Bob", NEW)
    await say(office, sam, number, "to bob")
    await say(office, bob, number, "bob says")
    assert await bodies(office, bob, number) == ["to bob", "bob says"]
    with pytest.raises(NotFound):
        await office.do(list_messages, ana, number)
    assert (await office.do(list_tickets, ana, Filter())).tickets == []
    view = await office.see(number, bob)
    assert (view.subject, view.requester.name, view.quote) == (NEW, "Bob", "bob says")
    assert "ana" not in repr(view).casefold()
    assert await bodies(office, sam, number) == ["ana says", "to ana", "to bob", "bob says"]
    await office.do(unmove, sam, number)
    await say(office, sam, number, "to ana again")
    assert await bodies(office, ana, number) == ["ana says", "to ana", "to ana again"]
    assert (await office.see(number, ana)).subject == "About ana says"
    with pytest.raises(NotFound):
        await office.see(number, bob)


async def test_the_new_customer_finds_it_by_nothing_that_the_former_one_said(
    office: Office,
) -> None:
    ana, bob = await office.given_customer("Ana"), await office.given_customer("Bob")
    sam = await office.given_person("Sam")
    number = await opened(office, ana, "zebra")
    await office.do(move, sam, number, "Bob", NEW)
    await say(office, bob, number, "yak")
    for who, words, found in ((bob, "zebra", []), (bob, "yak", [number]), (sam, "zebra", [number])):
        hits = await office.do(search_tickets, who, words)
        assert [t.number for t in hits.tickets] == found, words


async def test_the_stream_tells_the_new_customer_of_nothing_before(office: Office) -> None:

    ana, bob = await office.given_customer("Ana"), await office.given_customer("Bob")
    sam = await office.given_person("Sam")
    number = await opened(office, ana, "a")
    await office.do(move, sam, number, "Bob", NEW)
    await say(office, bob, number, "b")
    await sequence_events(office.database)
    seen = (await office.do(read_events, bob)).events
    assert [event.type for event in seen] == ["MessagePosted"]
    assert (await office.do(read_events, ana)).events == []


async def test_the_former_customer_s_places_hear_nothing_more(office: Office) -> None:
    ana = await office.given_customer("Ana")
    await office.given_customer("Bob")
    sam = await office.given_person("Sam")
    number = await at_home(office, ana, "ana says")
    [home] = await places(office, number)
    office.clock.move(minutes=1)
    await office.do(move, sam, number, "Bob", NEW)
    assert home not in await places(office, number)
    await say(office, sam, number, "to bob")
    owed = await office.sql(
        "SELECT 1 FROM deliveries WHERE place_id = :p AND kind = 'message'", p=home
    )
    assert owed == []
    await office.do(unmove, sam, number)
    assert home in await places(office, number)


async def test_what_the_former_customer_says_in_the_old_place_is_a_ticket_of_their_own(
    office: Office,
) -> None:
    ana, bob = await office.given_customer("Ana"), await office.given_customer("Bob")
    sam = await office.given_person("Sam")
    number = await at_home(office, ana, "ana says")
    [home] = await places(office, number)
    office.clock.move(minutes=1)
    await office.do(move, sam, number, "Bob", NEW)
    office.clock.move(minutes=1)
    await office.do(reply, ana, number, "and one more thing", place_id=home)
    [own] = (await office.do(list_tickets, ana, Filter())).tickets
    assert own.number != number
    assert await bodies(office, ana, own.number) == ["and one more thing"]
    assert await places(office, own.number) == [home]
    assert await bodies(office, bob, number) == []


async def test_a_reply_that_waited_does_not_go_to_another_customer(office: Office) -> None:
    ana = await office.given_customer("Ana")
    await office.given_customer("Bob")
    sam = await office.given_person("Sam")
    number = await opened(office, ana, "a")
    await with_delay(office)
    held = await office.do(hold_reply, sam, number, "Dear Ana")
    assert held is not None
    office.clock.move(seconds=1)
    await office.do(move, sam, number, "Bob", NEW)
    office.clock.move(seconds=60)
    await office.do(held_is_due, held.id)
    assert await bodies(office, sam, number) == ["a"]


async def with_delay(office: Office) -> None:
    wanted = OrganisationSettings(undo_seconds=10, quiet_hours=None)
    await office.do(change_organisation, office.desk, wanted)


async def test_a_first_word_is_owed_to_the_new_customer(office: Office) -> None:
    ana = await office.given_customer("Ana")
    await office.given_customer("Bob")
    sam = await office.given_person("Sam")
    number = await opened(office, ana, "a")
    await say(office, sam, number, "b")
    await office.do(move, sam, number, "Bob", NEW)
    clock = (await office.see(number)).clock("first_response")
    assert clock is not None
    assert clock.met_at is None
    await say(office, sam, number, "c")
    clock = (await office.see(number)).clock("first_response")
    assert clock is not None
    assert clock.met_at == office.clock.now()


async def test_with_a_merged_ticket_each_customer_still_reads_their_own(office: Office) -> None:
    ana, bob, eve = [await office.given_customer(name) for name in ("Ana", "Bob", "Eve")]
    sam = await office.given_person("Sam")
    one, two = await opened(office, ana, "ana says"), await opened(office, bob, "bob says")
    await office.do(merge, sam, two, one)
    await say(office, sam, one, "to ana and bob")
    office.clock.move(minutes=1)
    await office.do(move, sam, one, "Eve", NEW)
    await say(office, sam, one, "to eve and bob")
    assert await bodies(office, eve, one) == ["to eve and bob"]
    assert await bodies(office, bob, two) == ["bob says", "to ana and bob", "to eve and bob"]
    with pytest.raises(NotFound):
        await office.see(one, ana)


async def test_what_is_split_off_after_a_move_keeps_to_whom_it_was_said(office: Office) -> None:
    ana, bob = await office.given_customer("Ana"), await office.given_customer("Bob")
    sam = await office.given_person("Sam")
    number = await opened(office, ana, "a")
    await say(office, ana, number, "ana says")
    office.clock.move(minutes=1)
    await office.do(move, sam, number, "Bob", NEW)
    await say(office, bob, number, "bob says")
    first = next(m.id for m in await office.do(list_messages, sam, number) if m.body == "ana says")
    part = (await office.do(split, sam, number, first)).number
    assert await bodies(office, sam, part) == ["ana says", "bob says"]
    assert await bodies(office, bob, part) == ["bob says"]
    with pytest.raises(Impossible, match="not moved"):
        await office.do(unmove, sam, part)


async def test_history_names_both_customers(office: Office) -> None:
    ana = await office.given_customer("Ana")
    await office.given_customer("Bob")
    sam = await office.given_person("Sam")
    number = await opened(office, ana, "a")
    await office.do(move, sam, number, "Bob", NEW)
    found = [e for e in await office.do(history, sam, number) if e.type == "TicketMoved"]
    assert [e.changes["customer"] for e in found] == [("Ana", "Bob")]


async def test_what_cannot_be_moved_is_refused_in_words(office: Office) -> None:
    ana = await office.given_customer("Ana")
    await office.given_customer("Bob")
    sam = await office.given_person("Sam")
    number = await opened(office, ana, "a")
    with pytest.raises(Invalid, match="subject"):
        await office.do(move, sam, number, "Bob", " ")
    with pytest.raises(Invalid, match="customer"):
        await office.do(move, sam, number, "nobody at all", NEW)
    with pytest.raises(Impossible, match="not moved"):
        await office.do(unmove, sam, number)
    assert (await office.do(move, sam, number, "Ana", NEW)).subject == "About a"
    moved = await office.do(move, sam, number, "eve@new.example", NEW)
    assert (await office.see(moved.number)).requester.name == "eve"
    office.clock.set(office.clock.now() + UNDO_WITHIN + timedelta(seconds=1))
    with pytest.raises(Impossible, match="for good"):
        await office.do(unmove, sam, number)
    await office.do(resolve, sam, number)
    with pytest.raises(Impossible, match="reopen it first"):
        await office.do(move, sam, number, "Bob", NEW)


async def test_a_former_customer_can_still_take_back_their_own_words(office: Office) -> None:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    await office.given_customer("Bob")
    number = await opened(office, ana, "ana says")
    mine = await office.do(reply, ana, number, "my PIN is 1234")
    await office.do(move, sam, number, "Bob", NEW)
    with pytest.raises(NotFound):
        await office.do(edit_message, ana, mine.id, "x")
    await office.do(delete_message, ana, mine.id)
    assert "my PIN is 1234" not in await bodies(office, sam, number)
