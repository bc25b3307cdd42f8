"""CNV-12: merging duplicates and undoing it; who reads what; numbers that lead on."""

from datetime import timedelta

import pytest

from core.access.actor import Actor
from core.errors import Invalid, NotFound
from core.tickets.claiming import assign, claim
from core.tickets.collaboration.following import follow, followers
from core.tickets.editing import delete_ticket
from core.tickets.reading.history import history, list_messages
from core.tickets.reading.listing import Filter, list_tickets
from core.tickets.reading.searching import search_tickets
from core.tickets.relations.merging import UNDO_WITHIN, merge, unmerge
from core.tickets.replying import note, reply
from core.tickets.resolving import close, reopen, resolve, set_status
from core.tickets.rules import Impossible
from tests.builders import Office

OPENING = "It smokes"


async def bodies(office: Office, actor: Actor, number: int) -> list[str]:
    return [m.body for m in await office.do(list_messages, actor, number)]


async def opened(office: Office, who: Actor, text: str = OPENING) -> int:
    office.clock.move(minutes=1)
    return (await office.given_ticket(who, subject=f"About {text}", description=text)).number


async def say(office: Office, who: Actor, number: int, text: str) -> None:
    office.clock.move(minutes=1)
    await office.do(reply, who, number, text)


async def test_merging_three_keeps_every_message_once_and_in_order(office: Office) -> None:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    one, two, three = [await opened(office, ana, text) for text in ("a", "b", "c")]
    await say(office, sam, two, "d")
    await say(office, ana, three, "e")
    await office.do(merge, sam, two, one)
    await office.do(merge, sam, three, two)  # a chain: two goes on in one
    await say(office, ana, three, "f")
    await office.do(note, sam, two, "g")
    for number in (one, two, three):
        assert await bodies(office, sam, number) == ["a", "b", "c", "d", "e", "f", "g"]
        assert await bodies(office, ana, number) == ["a", "b", "c", "d", "e", "f"]
        view = await office.see(number, sam)
        assert (view.number, view.message_count) == (one, 6)
    assert view.merged == (f"TIK-{two}", f"TIK-{three}")


async def test_a_merged_number_leads_on_everywhere(office: Office) -> None:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    one, two = await opened(office, ana, "zebra"), await opened(office, ana, "yak")
    await office.do(merge, sam, two, one)
    await office.do(claim, sam, two)
    assert (await office.see(one)).assignee is not None
    for actor in (ana, sam):
        assert (await office.see(two, actor)).number == one
        listed = await office.do(list_tickets, actor, Filter())
        assert [t.number for t in listed.tickets] == [one]
    for words in ("yak", "zebra", str(two), f"TIK-{two}"):
        found = await office.do(search_tickets, sam, words)
        assert [t.number for t in found.tickets] == [one], words
    facts = [e.type for e in await office.do(history, sam, two)]
    assert facts.count("TicketOpened") == 2
    assert {"TicketMerged", "TicketJoined", "TicketClaimed"} <= set(facts)


async def test_two_customers_never_read_each_other_s_words(office: Office) -> None:
    ana, bob = await office.given_customer("Ana"), await office.given_customer("Bob")
    sam = await office.given_person("Sam")
    one, two = await opened(office, ana, "ana says"), await opened(office, bob, "bob says")
    await say(office, sam, one, "to ana before")
    await say(office, sam, two, "to bob before")
    await office.do(merge, sam, two, one)
    await say(office, ana, one, "ana after")
    await say(office, bob, two, "bob after")
    await say(office, bob, one, "bob under the number he was told")
    await say(office, sam, one, "to both")
    await say(office, sam, two, "to both too")
    await office.do(note, sam, two, "psst")
    both = ["to both", "to both too"]
    anas = ["ana says", "to ana before", "ana after", *both]
    bobs = ["bob says", "to bob before", "bob after", "bob under the number he was told", *both]
    for number in (one, two):
        assert await bodies(office, bob, number) == bobs
    assert await bodies(office, ana, one) == anas
    assert sorted(await bodies(office, sam, one)) == sorted({*anas, *bobs, "psst"})
    with pytest.raises(NotFound):
        await office.do(list_messages, ana, two)
    for who, other in ((ana, "bob"), (bob, "ana")):
        for number in (one, two) if who is bob else (one,):
            assert other not in repr(await office.see(number, who)).casefold()
        listed = await office.do(list_tickets, who, Filter())
        assert other not in repr(listed.tickets).casefold()
        assert (await office.do(search_tickets, who, f"{other} says")).tickets == []


async def test_the_other_customer_sees_their_own_ticket_with_its_new_state(office: Office) -> None:
    ana, bob = await office.given_customer("Ana"), await office.given_customer("Bob")
    sam = await office.given_person("Sam")
    one, two = await opened(office, ana, "ana says"), await opened(office, bob, "bob says")
    await office.do(merge, sam, two, one)
    await office.do(claim, sam, one)
    await office.do(set_status, sam, one, "in progress")
    for number in (one, two):
        view = await office.see(number, bob)
        assert (view.number, view.subject) == (two, "About bob says")
        assert (view.merged_into, view.status) == (f"TIK-{one}", "In progress")
        assert view.assignee is not None
    with pytest.raises(Impossible, match="solved for all"):
        await office.do(close, bob, two)
    await office.do(resolve, sam, one)
    await office.do(reopen, bob, two, reason="not for me")
    assert (await office.see(one)).status == "Open"
    assert "not for me" not in await bodies(office, ana, one)
    assert "not for me" in await bodies(office, sam, one)


async def test_undo_leaves_what_was_said_where_it_was_said(office: Office) -> None:
    ana, bob = await office.given_customer("Ana"), await office.given_customer("Bob")
    sam = await office.given_person("Sam")
    one, two = await opened(office, ana, "a"), await opened(office, bob, "b")
    await office.do(set_status, sam, two, "pending")
    await office.do(merge, sam, two, one)
    for number, who, text in ((one, ana, "c"), (two, bob, "d"), (one, sam, "e"), (two, sam, "f")):
        await say(office, who, number, text)
    await office.do(unmerge, sam, two)
    assert await bodies(office, sam, one) == ["a", "c", "e"]
    assert await bodies(office, sam, two) == ["b", "d", "f"]
    first, second = await office.see(one), await office.see(two)
    assert (first.number, first.message_count, first.merged) == (one, 3, ())
    assert (second.number, second.message_count, second.waiting_on) == (two, 3, "customer")
    assert second.status == "Open"  # Bob had answered what it waited for
    found = await office.do(search_tickets, sam, "b")
    assert [t.number for t in found.tickets] == [two]


async def test_undo_of_a_chain_takes_along_what_was_merged_before(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    one, two, three = [await opened(office, ana, text) for text in ("a", "b", "c")]
    await office.do(merge, sam, three, two)
    await office.do(merge, sam, two, one)
    await office.do(unmerge, sam, two)
    assert await bodies(office, sam, three) == ["b", "c"]
    assert await bodies(office, sam, one) == ["a"]
    counts = [(await office.see(n)).message_count for n in (one, two)]
    assert counts == [1, 2]


async def test_undo_is_possible_for_a_day(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    one, two = await opened(office, ana), await opened(office, ana)
    with pytest.raises(Impossible, match="not merged"):
        await office.do(unmerge, sam, two)
    await office.do(merge, sam, two, one)
    office.clock.set(office.clock.now() + UNDO_WITHIN + timedelta(seconds=1))
    with pytest.raises(Impossible, match="for good"):
        await office.do(unmerge, sam, two)


async def test_what_cannot_be_merged_is_refused_in_words(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    one, two, three = [await opened(office, ana) for _ in range(3)]
    with pytest.raises(Invalid, match="into itself"):
        await office.do(merge, sam, one, one)
    await office.do(merge, sam, two, one)
    assert (await office.do(merge, sam, two, one)).number == one  # said again: nothing changes
    with pytest.raises(Invalid, match="into itself"):
        await office.do(merge, sam, one, two)  # two leads to one
    with pytest.raises(Impossible, match=f"merged into TIK-{one}"):
        await office.do(merge, sam, two, three)
    await office.do(resolve, sam, one)
    with pytest.raises(Impossible, match="reopen it first"):
        await office.do(merge, sam, three, one)
    await office.do(merge, sam, one, three)  # what has ended goes on in an open one
    assert (await office.see(two)).number == three
    with pytest.raises(NotFound):
        await office.do(merge, sam, three, 999_999)
    assert len(await office.sql("SELECT 1 FROM events WHERE type = 'TicketMerged'")) == 2


async def test_two_that_have_ended_may_be_merged(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    one, two = await opened(office, ana), await opened(office, ana)
    for number in (one, two):
        await office.do(resolve, sam, number)
    await office.do(merge, sam, two, one)
    assert (await office.see(two)).number == one


async def test_a_private_team_s_ticket_is_not_merged_into_everybody_s(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    await office.given_team("Payroll", sam, private=True)
    sam = await office.again(sam)
    one, two = await opened(office, ana), await opened(office, ana)
    await office.do(assign, sam, two, "Payroll")
    for number, into in ((one, two), (two, one)):
        with pytest.raises(Impossible, match="private team"):
            await office.do(merge, sam, number, into)
    await office.do(assign, sam, one, "Payroll")
    await office.do(merge, sam, two, one)


async def test_followers_of_both_follow_what_goes_on(office: Office) -> None:
    ana = await office.given_customer()
    sam, kim = await office.given_person("Sam"), await office.given_person("Kim")
    one, two = await opened(office, ana), await opened(office, ana)
    await office.do(follow, sam, one)
    await office.do(follow, kim, two)
    await office.do(merge, sam, two, one)
    assert [p.name for p in await office.do(followers, sam, one)] == ["Kim", "Sam"]
    await office.do(unmerge, sam, two)
    assert [p.name for p in await office.do(followers, sam, two)] == ["Kim"]


async def test_where_it_goes_on_was_deleted_there_is_nothing(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    one, two = await opened(office, ana), await opened(office, ana)
    await office.do(merge, sam, two, one)
    await office.do(delete_ticket, office.desk, one)
    for number in (one, two):
        with pytest.raises(NotFound):
            await office.see(number, sam)
