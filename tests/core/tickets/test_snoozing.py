"""Snoozing: out of the way until a moment or the customer's next word; targets go on."""

from datetime import timedelta

import pytest

from core.access.actor import Actor
from core.errors import Invalid
from core.events.due import sweep_due
from core.sweeps import SWEEPS
from core.tickets.claiming import claim, release
from core.tickets.listing import Filter, list_tickets
from core.tickets.replying import note, reply
from core.tickets.resolving import resolve
from core.tickets.rules import Impossible
from core.tickets.snoozing import LONGEST, snooze, wake
from tests.builders import Office


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
