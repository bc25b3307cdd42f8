"""TKT-13, LIF-02: who changed what, when, from where, from which value to which, and why."""

import itertools
from datetime import timedelta

import pytest

from core.access.actor import Role
from core.tickets.changes import CHANGES
from core.tickets.claiming import claim
from core.tickets.reading.history import Entry, history
from core.tickets.replying import reply
from core.tickets.resolving import close, reopen, resolve, set_status
from tests.builders import Office
from tests.core.tickets.acts import ACTS, DELETE, Act
from tests.core.tickets.acts_of_relations import RELATIONS

SHOWN = {"status", "assignee", "team", "priority", "subject", "category", "subcategory", "tags"}
SHOWN |= {"due_at", "customer"}


async def given_desk(office: Office) -> int:
    await office.given_person("Kim")
    await office.given_team("Accounts")
    return (await office.given_ticket(await office.given_customer(), subject="A")).number


@pytest.mark.parametrize("act", [*ACTS, *RELATIONS], ids=lambda act: act.title)
async def test_each_act_leaves_a_full_row(office: Office, act: Act) -> None:
    number = await given_desk(office)
    sam = await office.given_person("Sam", Role.MANAGER, surface="slack")
    if act.before is not None:
        await act.before(office, sam, number)
    known = {entry.id for entry in await office.do(history, sam, number)}
    office.clock.move(minutes=7)
    await act.run(office, sam, number)
    fresh = [e for e in await office.do(history, sam, number) if e.id not in known]
    (entry,) = [e for e in fresh if e.type == act.event][:1]
    assert (entry.actor_id, entry.actor) == (sam.person_id, "Sam")
    assert (entry.at, entry.surface) == (office.clock.now(), "slack")
    changes = {name: pair for name, pair in entry.changes.items() if name in SHOWN}
    assert {n: tuple(p) for n, p in changes.items()} == act.changes
    assert entry.reason == act.reason


async def test_deleting_leaves_a_row_too(office: Office) -> None:
    number = await given_desk(office)
    boss = await office.given_person("Max", Role.MANAGER, surface="web")
    office.clock.move(minutes=7)
    await DELETE.run(office, boss, number)
    row = (await office.sql("SELECT * FROM events WHERE type = 'TicketDeleted'"))[0]
    assert (row.actor_id, row.surface, row.at) == (boss.person_id, "web", office.clock.now())
    old, new = row.data["changes"]["deleted_at"]
    assert (old, new) == (None, office.clock.now().isoformat())
    (reason,) = await office.sql("SELECT body FROM messages WHERE kind = 'system'")
    assert reason.body == "because"


def test_every_kind_of_change_is_tried() -> None:
    tried = {act.event for act in (*ACTS, *RELATIONS, DELETE)}
    assert {event.type for event in CHANGES} <= tried


async def life(office: Office) -> list[Entry]:
    """From opening over a pause and a return to the end; each step some time later."""
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    number = (await office.given_ticket(ana)).number
    steps = (
        (claim, sam, ()),
        (set_status, sam, ("pending",)),
        (reply, ana, ("Here is what you asked for",)),
        (set_status, sam, ("in progress",)),
        (resolve, sam, ("Done",)),
        (reopen, ana, ()),
        (resolve, sam, ()),
        (close, ana, ()),
    )
    for minutes, (use_case, actor, args) in enumerate(steps, 1):
        office.clock.move(minutes=minutes * 10)
        await office.do(use_case, actor, number, *args)  # type: ignore[operator]
    return await office.do(history, sam, number, field="status")


async def test_the_times_of_a_full_life_increase_and_add_up_to_its_age(office: Office) -> None:
    start = office.clock.now()
    entries = await life(office)
    times = [entry.at for entry in entries]
    assert all(earlier < later for earlier, later in itertools.pairwise([start, *times]))
    walk = [entry.changes["status"] for entry in entries]
    assert [new for _, new in walk] == [
        "Open",
        "Pending",
        "Open",
        "In progress",
        "Resolved",
        "Open",
        "Resolved",
        "Closed",
    ]
    assert all(new == old for (_, new), (old, _) in itertools.pairwise(walk))
    spent = sum((b - a for a, b in itertools.pairwise([start, *times])), timedelta())
    assert spent == office.clock.now() - start


async def test_what_happens_in_one_moment_keeps_its_order(office: Office) -> None:
    sam = await office.given_person("Sam")
    number = (await office.given_ticket(await office.given_customer())).number
    await office.do(resolve, sam, number, "Done")
    types = [entry.type for entry in await office.do(history, sam, number)]
    assert types == [
        "TicketOpened",
        "ClockChanged",
        "ClockChanged",
        "MessagePosted",
        "MessagePosted",
        "ClockChanged",
        "TicketResolved",
        "ClockChanged",
    ]


async def test_what_the_desk_did_itself_bears_its_name(office: Office) -> None:
    number = (await office.given_ticket(await office.given_customer())).number
    await office.do(set_status, office.desk, number, "pending")
    entry = (await office.do(history, office.desk, number, field="status"))[0]
    assert (entry.actor_id, entry.actor, entry.surface) == (None, "Deskhand", "system")
