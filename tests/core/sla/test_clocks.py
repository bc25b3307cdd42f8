"""SLA-02, SLA-03, SLA-07: clocks follow what happens to a ticket."""

import asyncio
from datetime import timedelta

import pytest

from core.access.actor import Actor
from core.conversation.audience import Audience
from core.events.due import sweep_due
from core.sla.clocks import DUE_KIND, clock_is_due
from core.sla.ledger import ledger
from core.tickets.editing import set_priority
from core.tickets.messages import say
from core.tickets.models import Ticket
from core.tickets.reading.views import ClockView
from core.tickets.replying import note, reply
from core.tickets.resolving import reopen, resolve, set_status
from tests.builders import Office

SWEEP = {DUE_KIND: clock_is_due}


async def clock_of(office: Office, number: int, metric: str) -> ClockView:
    found = (await office.see(number)).clock(metric)
    assert found is not None
    return found


async def given(office: Office, priority: str = "medium") -> tuple[Actor, Actor, int]:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    return ana, sam, (await office.given_ticket(ana, priority=priority)).number


async def test_only_a_public_word_by_a_person_of_the_staff_stops_the_first_clock(
    office: Office,
) -> None:
    ana, sam, number = await given(office)
    office.clock.move(minutes=10)
    await office.do(note, sam, number, "psst")
    await office.do(reply, ana, number, "Anybody there?")
    async with office.work() as uow:
        ticket = await uow.session.get(Ticket, (await office.see(number)).id)
        assert ticket is not None
        await say(uow, office.desk, ticket, "We have received this.", Audience.PUBLIC)
    await office.do(set_status, sam, number, "in progress")
    assert (await clock_of(office, number, "first_response")).met_at is None
    now = office.clock.move(minutes=20)
    await office.do(reply, sam, number, "Yes")
    clock = await clock_of(office, number, "first_response")
    assert (clock.met_at, clock.counted, clock.state) == (now, 30 * 60, "met")
    office.clock.move(minutes=5)
    await office.do(reply, sam, number, "Still here")
    assert (await clock_of(office, number, "first_response")).met_at == now


async def test_pending_pauses_and_the_customer_s_reply_resumes(office: Office) -> None:
    ana, sam, number = await given(office, "critical")  # four hours to resolve
    counted = 0
    for minutes in (30, 45, 20):  # three pauses, over a weekend
        office.clock.move(minutes=minutes)
        counted += minutes
        await office.do(set_status, sam, number, "pending")
        paused = await clock_of(office, number, "resolution")
        assert (paused.state, paused.due_at) == ("paused", None)
        assert paused.counted == counted * 60
        office.clock.move(hours=17)
        assert await sweep_due(office.database, SWEEP) == 0
        await office.do(reply, ana, number, "Here you are")
    running = await clock_of(office, number, "resolution")
    assert running.due_at == office.clock.now() + timedelta(minutes=240 - 95)
    office.clock.move(minutes=240 - 95, seconds=-1)
    await sweep_due(office.database, SWEEP)
    assert (await clock_of(office, number, "resolution")).state == "running"
    office.clock.move(seconds=1)
    assert await sweep_due(office.database, SWEEP) == 1
    assert (await clock_of(office, number, "resolution")).state == "breached"


async def test_across_a_reopening_the_total_is_right(office: Office) -> None:
    _, sam, number = await given(office)
    office.clock.move(hours=5)
    await office.do(resolve, sam, number, "Done")
    office.clock.move(days=2)  # nobody's time
    await office.do(reopen, sam, number)
    reopened = await clock_of(office, number, "resolution")
    assert (reopened.state, reopened.met_at) == ("running", None)
    assert (await clock_of(office, number, "first_response")).state == "met"
    office.clock.move(hours=3)
    await office.do(resolve, sam, number)
    clock = await clock_of(office, number, "resolution")
    assert (clock.state, clock.counted) == ("met", 8 * 3600)
    assert clock.met_at == office.clock.now()


async def test_a_breach_is_kept_once_however_many_sweep(office: Office) -> None:
    await office.given_channel()
    _, sam, number = await given(office, "critical")
    due = (await clock_of(office, number, "first_response")).due_at
    await office.sql("UPDATE deliveries SET state = 'sent'")
    office.clock.move(hours=1, minutes=7)
    counts = await asyncio.gather(*(sweep_due(office.database, SWEEP) for _ in range(4)))
    assert sum(counts) == 1
    clock = await clock_of(office, number, "first_response")
    assert (clock.state, clock.breached_at) == ("breached", due)
    breaches = [e for e in await office.events() if e.type == "ClockBreached"]
    assert [(e.data["metric"], e.data["minutes"]) for e in breaches] == [("first_response", 60)]
    cards = await office.sql("SELECT 1 FROM deliveries WHERE kind = 'card' AND state = 'queued'")
    assert len(cards) == 1  # the card says so
    assert await sweep_due(office.database, SWEEP) == 0
    await office.do(reply, sam, number, "Sorry for the wait")
    late = await clock_of(office, number, "first_response")
    assert (late.state, late.met_at) == ("breached", office.clock.now())


async def test_an_act_that_comes_too_late_is_a_breach_without_any_sweep(office: Office) -> None:
    _, sam, number = await given(office, "critical")
    office.clock.move(hours=5)
    await office.do(resolve, sam, number, "Done")
    for metric in ("first_response", "resolution"):
        assert (await clock_of(office, number, metric)).state == "breached"
    assert await sweep_due(office.database, SWEEP) == 0
    breaches = [e for e in await office.events() if e.type == "ClockBreached"]
    assert len(breaches) == 2


async def test_a_wider_target_forgives_and_sets_the_alarm_anew(office: Office) -> None:
    _, _, number = await given(office, "critical")
    office.clock.move(hours=2)
    await sweep_due(office.database, SWEEP)
    assert (await clock_of(office, number, "first_response")).state == "breached"
    await office.do(set_priority, office.desk, number, "low")
    clock = await clock_of(office, number, "first_response")
    assert (clock.state, clock.breached_at) == ("running", None)
    office.clock.move(hours=22)
    await sweep_due(office.database, SWEEP)
    assert (await clock_of(office, number, "first_response")).state == "breached"


async def test_the_ledger_explains_a_clock_in_words(office: Office) -> None:
    ana, sam, number = await given(office, "critical")
    office.clock.move(minutes=30)
    await office.do(set_status, sam, number, "pending")
    office.clock.move(hours=9)
    await office.do(reply, ana, number, "Here")
    office.clock.move(minutes=20)
    await office.do(set_priority, sam, number, "high")
    office.clock.move(hours=30)
    await sweep_due(office.database, SWEEP)
    lines = [line for line in await office.do(ledger, sam, number) if "Resolution" in line.title]
    assert [(line.title, line.detail) for line in lines] == [
        ("Resolution: The clock began to run", "under 1 min of 4 h counted by then."),
        ("Resolution: Paused: waiting on the customer", "30 min of 4 h counted by then."),
        ("Resolution: Running again", "30 min of 4 h counted by then."),
        ("Resolution: New target with the new priority", "30 min of 1 d counted by then."),
        ("Resolution: missed", "The target was 1 d."),
    ]


@pytest.mark.parametrize("status", ["open", "in progress"])
async def test_working_on_it_changes_no_clock(office: Office, status: str) -> None:
    _, sam, number = await given(office)
    before = (await office.see(number)).clocks
    office.clock.move(hours=1)
    await office.do(set_status, sam, number, status)
    assert (await office.see(number)).clocks == before
