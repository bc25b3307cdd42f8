"""CNV-12: a part of a conversation becomes a ticket of its own, by pointer; and undoing it."""

from datetime import timedelta
from uuid import UUID

import pytest

from core.access.actor import Actor
from core.errors import Invalid, NotFound
from core.tickets.amending import edit_message
from core.tickets.reading.history import history, list_messages
from core.tickets.reading.searching import search_tickets
from core.tickets.relations.merging import merge, unmerge
from core.tickets.relations.splitting import UNDO_WITHIN, split, unsplit
from core.tickets.replying import note, reply
from core.tickets.resolving import resolve
from core.tickets.rules import Impossible
from tests.builders import Office
from tests.core.tickets.relations.test_merging import bodies, opened, say


async def told_apart(office: Office, ana: Actor, sam: Actor) -> tuple[int, int]:
    """Ana asks two things under one number; from ``c`` on it is the second."""
    one = await opened(office, ana, "a")
    for who, text in ((sam, "b"), (ana, "c"), (sam, "d")):
        await say(office, who, one, text)
    await office.do(note, sam, one, "among us")
    return one, (await office.do(split, sam, one, await said(office, sam, one, "c"))).number


async def said(office: Office, who: Actor, number: int, text: str) -> UUID:
    return next(m.id for m in await office.do(list_messages, who, number) if m.body == text)


async def test_what_was_said_from_a_message_on_stands_on_the_new_ticket(office: Office) -> None:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    rows = "SELECT id, ticket_id FROM messages ORDER BY id"
    one, two = await told_apart(office, ana, sam)
    assert await bodies(office, sam, one) == ["a", "b"]
    assert await bodies(office, sam, two) == ["c", "d", "among us"]
    assert await bodies(office, ana, two) == ["c", "d"]
    before = await office.sql(rows)
    first, second = await office.see(one, ana), await office.see(two, ana)
    assert (first.message_count, second.message_count) == (2, 2)
    assert (second.subject, second.quote, second.requester.name) == ("c", "c", "Ana")
    assert len({row.ticket_id for row in before}) == 1  # no row has moved


async def test_what_is_said_later_stays_with_the_number_under_which_it_is_said(
    office: Office,
) -> None:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    one, two = await told_apart(office, ana, sam)
    await say(office, ana, one, "e")
    await say(office, ana, two, "f")
    assert await bodies(office, sam, one) == ["a", "b", "e"]
    assert await bodies(office, ana, two) == ["c", "d", "f"]


async def test_each_is_found_by_its_own_words(office: Office) -> None:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    one = await opened(office, ana, "zebra")
    await say(office, ana, one, "yak")
    two = (await office.do(split, sam, one, await said(office, sam, one, "yak"))).number
    for who in (ana, sam):
        for words, number in (("zebra", one), ("yak", two)):
            found = await office.do(search_tickets, who, words)
            assert [t.number for t in found.tickets] == [number], words


async def test_undo_puts_all_back_and_what_was_said_since_goes_on_there(office: Office) -> None:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    one, two = await told_apart(office, ana, sam)
    await say(office, ana, two, "e")
    assert (await office.do(unsplit, sam, two)).number == one
    for number in (one, two):
        assert await bodies(office, ana, number) == ["a", "b", "c", "d", "e"]
        assert (await office.see(number, sam)).message_count == 5
    facts = {e.type for e in await office.do(history, sam, one)}
    assert {"TicketSplit", "TicketSplitOff", "TicketUnsplit", "TicketMerged"} <= facts


async def test_said_again_it_is_the_same_ticket(office: Office) -> None:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    one, two = await told_apart(office, ana, sam)
    again = await office.do(split, sam, one, await said(office, sam, two, "c"))
    assert again.number == two
    assert len(await office.sql("SELECT 1 FROM tickets")) == 2


async def test_a_split_ticket_may_be_split_again_and_undone_in_turn(office: Office) -> None:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    one, two = await told_apart(office, ana, sam)
    three = (await office.do(split, sam, two, await said(office, sam, two, "d"))).number
    assert await bodies(office, ana, two) == ["c"]
    assert await bodies(office, ana, three) == ["d"]
    with pytest.raises(Impossible, match="split again"):
        await office.do(unsplit, sam, two)
    await office.do(unsplit, sam, three)
    await office.do(unsplit, sam, two)
    assert await bodies(office, ana, one) == ["a", "b", "c", "d"]


async def test_what_cannot_be_split_is_refused_in_words(office: Office) -> None:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    one, other = await opened(office, ana, "a"), await opened(office, ana, "z")
    await office.do(note, sam, one, "among us")
    for text, problem in (("a", "begins with it"), ("among us", "the customer can read")):
        with pytest.raises(Invalid, match=problem):
            await office.do(split, sam, one, await said(office, sam, one, text))
    with pytest.raises(NotFound):
        await office.do(split, sam, one, await said(office, sam, other, "z"))
    with pytest.raises(Impossible, match="not split off"):
        await office.do(unsplit, sam, one)


async def test_undo_is_possible_for_a_day_and_before_a_merge(office: Office) -> None:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    one, two = await told_apart(office, ana, sam)
    other = await opened(office, ana, "z")
    await office.do(merge, sam, two, other)
    with pytest.raises(Impossible, match="undo that first"):
        await office.do(unsplit, sam, two)
    await office.do(unmerge, sam, two)
    office.clock.set(office.clock.now() + UNDO_WITHIN + timedelta(seconds=1))
    with pytest.raises(Impossible, match="for good"):
        await office.do(unsplit, sam, two)
    assert await bodies(office, sam, one) == ["a", "b"]


async def test_of_a_merged_group_only_one_customer_s_words_are_split_off(office: Office) -> None:
    ana, bob = await office.given_customer("Ana"), await office.given_customer("Bob")
    sam = await office.given_person("Sam")
    one, two = await opened(office, ana, "a"), await opened(office, bob, "b")
    await office.do(merge, sam, two, one)
    await say(office, bob, two, "c")
    await say(office, ana, one, "d")
    three = (await office.do(split, sam, one, await said(office, sam, one, "c"))).number
    assert await bodies(office, sam, three) == ["c"]
    assert (await office.see(three, sam)).requester.name == "Bob"
    assert sorted(await bodies(office, sam, one)) == ["a", "b", "d"]
    with pytest.raises(NotFound):
        await office.see(three, ana)


async def test_the_clocks_of_both_count_from_their_own_words(office: Office) -> None:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    one = await opened(office, ana, "a")
    start = office.clock.now()
    await say(office, ana, one, "c")
    second = office.clock.now()
    await say(office, sam, one, "d")
    two = (await office.do(split, sam, one, await said(office, sam, one, "c"))).number
    clocks = [(await office.see(number)).clock("first_response") for number in (one, two)]
    assert [clock.met_at is None for clock in clocks if clock] == [True, False]
    whole = (await office.see(two)).clock("resolution")
    assert whole is not None
    assert whole.running_since == second > start


async def test_what_has_ended_is_split_into_an_open_ticket(office: Office) -> None:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    one = await opened(office, ana, "a")
    await say(office, ana, one, "c")
    first = await said(office, sam, one, "c")
    await office.do(resolve, sam, one)
    two = await office.do(split, sam, one, first, subject=" The other thing ")
    view = await office.see(two.number)
    assert (view.status, view.subject) == ("Open", "The other thing")
    with pytest.raises(Impossible, match="reopen it first"):
        await office.do(unsplit, sam, two.number)


async def test_an_edit_of_a_split_message_is_one_of_where_it_stands(office: Office) -> None:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    _, two = await told_apart(office, ana, sam)
    await office.do(edit_message, ana, await said(office, ana, two, "c"), "okapi")
    found = await office.do(search_tickets, sam, "okapi")
    assert [t.number for t in found.tickets] == [two]
    await office.do(reply, sam, two, "thanks")
