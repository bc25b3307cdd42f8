"""Snoozing: out of the way until a moment or the customer's next word; targets go on."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from core.access.actor import Actor, Role
from core.errors import Invalid
from core.events.due import sweep_due
from core.sweeps import SWEEPS
from core.tickets.claiming import assign, claim, release
from core.tickets.editing import set_priority
from core.tickets.escalating import Escalation, escalate
from core.tickets.macros.applying import apply_macro
from core.tickets.macros.macros import MacroActions, MacroDraft, save_macro
from core.tickets.reading.history import history
from core.tickets.reading.listing import Filter, list_tickets
from core.tickets.relations.merging import merge, unmerge
from core.tickets.replying import note, reply
from core.tickets.resolving import resolve, set_status
from core.tickets.rules import Impossible
from core.tickets.snoozing import LONGEST, snooze, wake
from tests.builders import Office

Act = Callable[[Office, Actor, int], Awaitable[None]]


async def snoozed(office: Office, **span: float) -> tuple[int, Actor, Actor]:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    number = (await office.given_ticket(ana)).number
    await office.do(claim, sam, number)
    until = office.clock.now() + timedelta(**(span or {"hours": 3}))
    await office.do(snooze, sam, number, until)
    return number, sam, ana


async def listed(office: Office, actor: Actor, view: str) -> list[int]:
    page = await office.do(list_tickets, actor, Filter(view=view))
    return [ticket.number for ticket in page.tickets]


async def woken(office: Office) -> list[str]:
    rows = await office.sql("SELECT data FROM events WHERE type = 'TicketWoken' ORDER BY id")
    return [row.data["method"] for row in rows]


async def test_it_stands_in_a_view_of_its_own(office: Office) -> None:
    number, sam, ana = await snoozed(office)
    assert await listed(office, sam, "mine") == []
    assert await listed(office, sam, "snoozed") == [number]
    assert await listed(office, sam, "all") == [number]
    assert await listed(office, ana, "mine") == [number]  # customers know nothing of it
    with pytest.raises(Invalid):
        await listed(office, ana, "snoozed")
    await office.do(release, sam, number)
    assert await listed(office, sam, "unassigned") == []
    await office.do(wake, sam, number)
    assert await listed(office, sam, "unassigned") == [number]


async def test_its_time_brings_it_back_once(office: Office) -> None:
    number, sam, _ = await snoozed(office)
    await sweep_due(office.database, SWEEPS)
    assert (await office.see(number)).snoozed_until is not None
    office.clock.move(hours=3)
    for _ in range(2):
        await sweep_due(office.database, SWEEPS)
    assert (await office.see(number)).snoozed_until is None
    assert await listed(office, sam, "mine") == [number]
    assert await woken(office) == ["time"]


async def test_what_the_customer_writes_brings_it_back_at_once(office: Office) -> None:
    number, sam, ana = await snoozed(office)
    await office.do(note, sam, number, "waiting for the part")
    await office.do(reply, sam, number, "The part is on its way")
    assert (await office.see(number)).snoozed_until is not None
    await office.do(reply, ana, number, "It is here")
    assert (await office.see(number)).snoozed_until is None
    office.clock.move(hours=4)
    await sweep_due(office.database, SWEEPS)
    assert await woken(office) == ["reply"]


async def test_targets_go_on_counting(office: Office) -> None:
    number, _, _ = await snoozed(office, hours=30)
    office.clock.move(hours=8, seconds=1)
    await sweep_due(office.database, SWEEPS)
    clock = (await office.see(number)).clock("first_response")
    assert clock is not None
    assert clock.state == "breached"


async def test_a_later_moment_takes_the_place_of_the_earlier(office: Office) -> None:
    number, sam, _ = await snoozed(office)
    later = office.clock.now() + timedelta(hours=5)
    await office.do(snooze, sam, number, later)
    office.clock.move(hours=3)
    await sweep_due(office.database, SWEEPS)
    assert (await office.see(number)).snoozed_until == later


async def test_the_end_ends_a_snooze(office: Office) -> None:
    number, sam, _ = await snoozed(office)
    await office.do(resolve, sam, number)
    assert (await office.see(number)).snoozed_until is None
    later = office.clock.now() + timedelta(hours=1)
    with pytest.raises(Impossible, match="nothing to wait for"):
        await office.do(snooze, sam, number, later)
    with pytest.raises(Impossible, match="not snoozed"):
        await office.do(wake, sam, number)


@pytest.mark.parametrize("off", [timedelta(0), -timedelta(hours=1), LONGEST + timedelta(days=1)])
async def test_a_moment_that_is_none_is_refused(office: Office, off: timedelta) -> None:
    sam = await office.given_person("Sam")
    number = (await office.given_ticket(await office.given_customer())).number
    with pytest.raises(Invalid) as refused:
        await office.do(snooze, sam, number, office.clock.now() + off)
    assert refused.value.details["field"] == "until"


async def _assigned(office: Office, mia: Actor, number: int) -> None:
    await office.do(assign, office.desk, number, f"@{mia.name}")


async def _claimed(office: Office, mia: Actor, number: int) -> None:
    await office.do(release, office.desk, number)
    assert (await office.see(number)).snoozed_until is not None
    await office.do(claim, mia, number)


async def _escalated(office: Office, mia: Actor, number: int) -> None:
    await office.do(escalate, mia, number, Escalation(reason="It burns", priority="high"))


async def _queued(office: Office, mia: Actor, number: int) -> None:
    await office.given_team("Lamps")
    await office.do(assign, mia, number, "Lamps")


async def _by_macro(office: Office, mia: Actor, number: int) -> None:
    ada = await office.given_person("Ada", Role.ADMIN)
    actions = MacroActions(assign="me", status="Pending")
    await office.do(save_macro, ada, MacroDraft(name="mine-now", actions=actions))
    await office.do(apply_macro, mia, "mine-now", number)


@pytest.mark.parametrize("act", [_assigned, _claimed, _escalated, _queued, _by_macro])
async def test_whoever_gets_it_finds_it_at_once(office: Office, act: Act) -> None:
    number, _, _ = await snoozed(office)
    mia = await office.given_person("Mia")
    await act(office, mia, number)
    view = await office.see(number)
    assert view.snoozed_until is None
    if view.assignee is None:
        assert await listed(office, mia, "unassigned") == [number]
    entries = await office.do(history, mia, number)
    assert [e.actor for e in entries if e.type == "TicketWoken"] != []
    office.clock.move(hours=4)
    await sweep_due(office.database, SWEEPS)
    assert await woken(office) == ["person"]


async def test_what_changes_neither_owner_nor_team_leaves_it_aside(office: Office) -> None:
    number, sam, _ = await snoozed(office)
    await office.do(set_status, sam, number, "Pending")
    await office.do(set_priority, sam, number, "high")
    assert (await office.see(number)).snoozed_until is not None


async def merged(office: Office, sam: Actor, number: int) -> None:
    other = await office.given_ticket(await office.given_customer("Bea"))
    await office.do(merge, sam, number, other.number)
    office.clock.move(hours=1)


async def test_a_merge_that_is_undone_keeps_the_snooze(office: Office) -> None:
    number, sam, _ = await snoozed(office)
    until = (await office.see(number)).snoozed_until
    await merged(office, sam, number)
    await office.do(unmerge, sam, number)
    assert (await office.see(number)).snoozed_until == until
    office.clock.move(hours=2)
    await sweep_due(office.database, SWEEPS)
    assert (await office.see(number)).snoozed_until is None
    assert await woken(office) == ["time"]


async def test_a_snooze_that_ended_meanwhile_is_over(office: Office) -> None:
    number, sam, ana = await snoozed(office)
    await merged(office, sam, number)
    await office.do(reply, ana, number, "It is here")
    await office.do(unmerge, sam, number)
    assert (await office.see(number)).snoozed_until is None
    later = office.clock.now() + timedelta(hours=2)
    await office.do(snooze, sam, number, later)
    await merged(office, sam, number)
    office.clock.move(hours=1)
    await office.do(unmerge, sam, number)
    assert (await office.see(number)).snoozed_until is None
