"""An outage: tickets that ask the same under one parent; one word to all, and nobody's words
to anybody else."""

from datetime import timedelta

import pytest

from core.access.actor import Actor
from core.errors import Invalid, NotFound
from core.tickets.amending import delete_message, edit_message
from core.tickets.claiming import assign
from core.tickets.editing import delete_ticket
from core.tickets.events import MessagePosted
from core.tickets.macros.applying import apply_macro
from core.tickets.macros.macros import MacroActions, MacroDraft, save_macro
from core.tickets.reading.history import history
from core.tickets.relations.gathering import gather, gather_under, let_go
from core.tickets.relations.merging import merge
from core.tickets.relations.moving import move
from core.tickets.replying import note, reply
from core.tickets.resolving import close, reopen, resolve, set_status
from core.tickets.rules import Impossible
from core.tickets.saying_to_all import say_to_all
from tests.builders import Office
from tests.core.tickets.relations.test_merging import bodies, opened, say

SUBJECT = "The VPN is down"
NAMES = ("Ana", "Bob", "Eve")


async def outage(office: Office, sam: Actor) -> tuple[dict[str, Actor], list[int], int]:
    """Three customers with a ticket each, gathered by Sam: who, the tickets, the parent."""
    who = {name: await office.given_customer(name) for name in NAMES}
    children = [await opened(office, who[name], f"{name} says") for name in NAMES]
    office.clock.move(minutes=1)
    parent = await office.do(gather, sam, children, SUBJECT)
    return who, children, parent.number


async def test_one_reply_reaches_each_customer_on_their_own_ticket(office: Office) -> None:
    sam = await office.given_person("Sam")
    who, children, parent = await outage(office, sam)
    await say(office, sam, parent, "We are on it")
    await office.do(note, sam, parent, "a cable was cut")
    for name, number in zip(NAMES, children, strict=True):
        assert await bodies(office, who[name], number) == [f"{name} says", "We are on it"]
        assert await bodies(office, sam, number) == [f"{name} says", "We are on it"]
        view = await office.see(number, who[name])
        assert (view.status, view.waiting_on, view.message_count) == ("Open", "customer", 2)
        others = [other for other in NAMES if other != name]
        assert not [other for other in (*others, SUBJECT) if other in repr(view)]
        with pytest.raises(NotFound):
            await office.see(parent, who[name])
    assert await bodies(office, sam, parent) == ["We are on it", "a cable was cut"]


async def test_the_answer_to_all_counts_as_the_first_response_to_each(office: Office) -> None:
    sam = await office.given_person("Sam")
    _, children, parent = await outage(office, sam)
    await say(office, sam, parent, "We are on it")
    for number in (*children, parent):
        clock = (await office.see(number)).clock("first_response")
        assert clock is not None
        assert clock.met_at == office.clock.now()


async def test_nothing_is_said_twice_however_often_it_is_tried(office: Office) -> None:
    sam = await office.given_person("Sam")
    _, children, parent = await outage(office, sam)
    message = await office.do(reply, sam, parent, "We are on it")
    again = MessagePosted(
        ticket_id=message.ticket_id,
        message_id=message.id,
        audience="public",
        kind="reply",
        by="staff",
    )
    await office.do(say_to_all, sam, again)
    rows = await office.sql("SELECT 1 FROM messages WHERE body = 'We are on it'")
    assert len(rows) == len(children) + 1


async def test_what_a_customer_says_stays_on_their_ticket(office: Office) -> None:
    sam = await office.given_person("Sam")
    who, children, parent = await outage(office, sam)
    await say(office, who["Ana"], children[0], "it is back")
    assert await bodies(office, sam, parent) == []
    assert await bodies(office, who["Bob"], children[1]) == ["Bob says"]


async def test_an_edit_and_a_removal_reach_every_copy(office: Office) -> None:
    sam = await office.given_person("Sam")
    who, children, parent = await outage(office, sam)
    first = await office.do(reply, sam, parent, "We are onit")
    second = await office.do(reply, sam, parent, "oops")
    await office.do(edit_message, sam, first.id, "We are on it")
    await office.do(delete_message, sam, second.id)
    for name, number in zip(NAMES, children, strict=True):
        assert await bodies(office, who[name], number) == [f"{name} says", "We are on it"]


@pytest.mark.parametrize("ended", [False, True])
async def test_the_end_of_the_parent_is_the_end_of_all(office: Office, ended: bool) -> None:
    sam = await office.given_person("Sam")
    who, children, parent = await outage(office, sam)
    if ended:
        await office.do(close, who["Eve"], children[2])
    await office.do(resolve, sam, parent, "Fixed")
    statuses = [(await office.see(number)).status for number in children]
    assert statuses == ["Resolved", "Resolved", "Closed" if ended else "Resolved"]
    assert ("Fixed" in await bodies(office, who["Eve"], children[2])) is not ended
    await office.do(reopen, who["Ana"], children[0], reason="not for me")
    assert (await office.see(parent)).status == "Resolved"
    assert "not for me" not in await bodies(office, who["Bob"], children[1])


async def test_what_was_reopened_stays_open_when_the_parent_closes(office: Office) -> None:
    sam = await office.given_person("Sam")
    who, children, parent = await outage(office, sam)
    await office.do(resolve, sam, parent, "Fixed")
    await office.do(reply, who["Ana"], children[0], "still broken")
    await office.do(close, sam, parent)
    statuses = [(await office.see(number)).status for number in children]
    assert statuses == ["Open", "Resolved", "Resolved"]
    await office.do(reopen, sam, parent)
    await office.do(close, sam, parent)  # worked on again, and ended again
    assert (await office.see(children[0])).status == "Closed"


async def test_by_status_it_ends_all_too(office: Office) -> None:
    sam = await office.given_person("Sam")
    _, children, parent = await outage(office, sam)
    await office.do(set_status, sam, parent, "pending")
    assert (await office.see(children[0])).status == "New"
    await office.do(set_status, sam, parent, "closed")
    assert [(await office.see(number)).status for number in children] == ["Closed"] * 3


@pytest.mark.parametrize("status", ["Resolved", "Closed"])
async def test_a_macro_that_ends_the_parent_tells_all_and_ends_them(
    office: Office, status: str
) -> None:
    sam = await office.given_person("Sam")
    who, children, parent = await outage(office, sam)
    actions = MacroActions(status=status)
    await office.do(save_macro, office.desk, MacroDraft(name="over", text="Fixed", actions=actions))
    await office.do(apply_macro, sam, "over", parent)
    for name, number in zip(NAMES, children, strict=True):
        assert (await office.see(number)).status == status
        assert await bodies(office, who[name], number) == [f"{name} says", "Fixed"]


async def test_a_macro_that_does_not_end_the_parent_ends_nothing(office: Office) -> None:
    sam = await office.given_person("Sam")
    _, children, parent = await outage(office, sam)
    actions = MacroActions(status="Pending")
    await office.do(save_macro, office.desk, MacroDraft(name="wait", actions=actions))
    await office.do(apply_macro, sam, "wait", parent)
    assert [(await office.see(number)).status for number in children] == ["New"] * 3


async def test_one_is_taken_out_and_others_are_added(office: Office) -> None:
    sam = await office.given_person("Sam")
    who, children, parent = await outage(office, sam)
    await office.do(let_go, sam, children[2])
    late = await opened(office, await office.given_customer("Zoe"), "Zoe says")
    await office.do(gather_under, sam, late, parent)
    await office.do(gather_under, sam, late, parent)  # said again, nothing changes
    await say(office, sam, parent, "We are on it")
    assert "We are on it" not in await bodies(office, who["Eve"], children[2])
    assert "We are on it" in await bodies(office, sam, late)
    changes = [e.changes for e in await office.do(history, sam, parent) if e.changes]
    named = ", ".join(f"TIK-{number}" for number in children)
    assert {"gathers": (None, named)} in changes
    assert {"gathers": (f"TIK-{children[2]}", None)} in changes
    assert {"gathers": (None, f"TIK-{late}")} in changes


async def test_dissolving_lets_all_go_with_what_was_said(office: Office) -> None:
    sam = await office.given_person("Sam")
    who, children, parent = await outage(office, sam)
    await say(office, sam, parent, "We are on it")
    assert len(await office.do(let_go, sam, parent)) == 3
    await say(office, sam, parent, "more")
    await office.do(resolve, sam, parent)
    for name, number in zip(NAMES, children, strict=True):
        assert await bodies(office, who[name], number) == [f"{name} says", "We are on it"]
        assert (await office.see(number)).status == "Open"
    with pytest.raises(Impossible, match="not gathered"):
        await office.do(let_go, sam, children[0])


async def test_a_child_outlives_its_parent(office: Office) -> None:
    sam = await office.given_person("Sam")
    _, children, parent = await outage(office, sam)
    await office.do(delete_ticket, office.desk, parent)
    await office.do(let_go, sam, children[0])
    assert (await office.see(children[0])).gathered_into_id is None


async def test_two_that_were_merged_are_told_once(office: Office) -> None:
    sam = await office.given_person("Sam")
    who, children, parent = await outage(office, sam)
    await office.do(merge, sam, children[1], children[0])
    await say(office, sam, parent, "We are on it")
    for name, number in (("Ana", children[0]), ("Bob", children[1])):
        assert (await bodies(office, who[name], number)).count("We are on it") == 1


async def test_what_cannot_be_gathered_is_refused_in_words(office: Office) -> None:
    sam = await office.given_person("Sam")
    _, children, parent = await outage(office, sam)
    ana = await office.given_customer("Ana")
    one, two, done = [await opened(office, ana) for _ in range(3)]
    await office.do(resolve, sam, done)
    for numbers, problem in (
        ([one, done], "solved"),
        ([one, parent], "gathers others"),
        ([one, children[0]], "gathered under another"),
    ):
        with pytest.raises(Impossible, match=problem):
            await office.do(gather, sam, numbers, SUBJECT)
    for numbers, subject in (([one, one], SUBJECT), ([one, two], " ")):
        with pytest.raises(Invalid):
            await office.do(gather, sam, numbers, subject)
    with pytest.raises(NotFound):
        await office.do(gather, sam, [one, 999_999], SUBJECT)
    with pytest.raises(Impossible, match="no ticket that gathers"):
        await office.do(gather_under, sam, one, two)
    with pytest.raises(Impossible, match="dissolve it first"):
        await office.do(merge, sam, one, parent)
    with pytest.raises(Impossible, match="dissolve it first"):
        await office.do(move, sam, parent, "Ana", "x")


async def test_a_private_team_s_ticket_is_not_gathered_with_everybody_s(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    await office.given_team("Payroll", sam, private=True)
    sam = await office.again(sam)
    one, two = await opened(office, ana), await opened(office, ana)
    await office.do(assign, sam, two, "Payroll")
    with pytest.raises(Impossible, match="private team"):
        await office.do(gather, sam, [one, two], SUBJECT)
    office.clock.set(office.clock.now() + timedelta(seconds=1))
    await office.do(assign, sam, one, "Payroll")
    parent = await office.do(gather, sam, [one, two], SUBJECT)
    assert parent.team_id is not None
