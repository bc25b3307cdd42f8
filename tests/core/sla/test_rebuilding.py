"""Clocks after merges and undos: counted anew from what happened, as if it had been one ticket."""

from datetime import timedelta

import pytest

from core.access.actor import Actor
from core.events.due import sweep_due
from core.sla.clocks import DUE_KIND
from core.sla.ledger import ledger
from core.sweeps import SWEEPS
from core.tickets.editing import set_priority
from core.tickets.reading.view_models import ClockView
from core.tickets.relations.merging import merge, unmerge
from core.tickets.replying import reply
from core.tickets.resolving import reopen, resolve, set_status
from tests.builders import Office

FIRST, WHOLE = "first_response", "resolution"


async def opened(office: Office, who: Actor) -> int:
    return (await office.given_ticket(who)).number


async def clock(office: Office, number: int, metric: str) -> ClockView:
    """The very row of that ticket's clock, wherever the ticket goes on."""
    [row] = await office.sql(
        "SELECT c.* FROM clocks c JOIN tickets t ON t.id = c.ticket_id"
        " WHERE t.number = :n AND c.metric = :m",
        n=number,
        m=metric,
    )
    same = "metric state minutes counted running_since due_at met_at breached_at"
    return ClockView(**{name: getattr(row, name) for name in same.split()})


async def due(office: Office, number: int) -> int:
    """How many of the ticket's clocks the sweep waits for."""
    [row] = await office.sql(
        "SELECT count(*) FROM due d JOIN clocks c ON c.id = d.id JOIN tickets t"
        " ON t.id = c.ticket_id WHERE t.number = :n AND d.kind = :k",
        n=number,
        k=DUE_KIND,
    )
    return int(row.count)


@pytest.fixture
async def ana(office: Office) -> Actor:
    return await office.given_customer("Ana")


@pytest.fixture
async def sam(office: Office) -> Actor:
    return await office.given_person("Sam")


async def test_time_runs_from_the_first_of_both(office: Office, ana: Actor, sam: Actor) -> None:
    start = office.clock.now()
    older = await opened(office, ana)
    office.clock.move(hours=1)
    newer = await opened(office, ana)
    office.clock.move(minutes=30)
    await office.do(merge, sam, older, newer)
    count = await clock(office, newer, WHOLE)
    assert (count.state, count.running_since) == ("running", start)
    assert count.due_at == start + timedelta(minutes=count.minutes)
    stopped = await clock(office, older, WHOLE)
    assert (stopped.state, stopped.due_at, stopped.counted) == ("paused", None, 5400.0)
    assert (await due(office, older), await due(office, newer)) == (0, 2)


async def test_a_first_word_on_either_answers_the_same_customer(
    office: Office, ana: Actor, sam: Actor
) -> None:
    one = await opened(office, ana)
    office.clock.move(minutes=10)
    two = await opened(office, ana)
    office.clock.move(minutes=10)
    await office.do(reply, sam, two, "Hello")
    said = office.clock.now()
    office.clock.move(minutes=10)
    await office.do(merge, sam, two, one)
    count = await clock(office, one, FIRST)
    assert (count.state, count.met_at, count.counted) == ("met", said, 1200.0)


async def test_each_customer_waits_for_a_first_word(office: Office, ana: Actor, sam: Actor) -> None:
    bob = await office.given_customer("Bob")
    one = await opened(office, ana)
    office.clock.move(minutes=10)
    await office.do(reply, sam, one, "Hello Ana")
    office.clock.move(minutes=50)
    two = await opened(office, bob)
    since = office.clock.now()
    office.clock.move(minutes=30)
    await office.do(merge, sam, two, one)
    count = await clock(office, one, FIRST)
    assert (count.state, count.met_at) == ("running", None)
    assert (count.counted, count.running_since) == (600.0, since)
    office.clock.move(minutes=5)
    await office.do(reply, sam, one, "Hello both")
    count = await clock(office, one, FIRST)
    assert (count.state, count.met_at, count.counted) == ("met", office.clock.now(), 2700.0)


async def test_undo_brings_back_what_each_had_by_itself(
    office: Office, ana: Actor, sam: Actor
) -> None:
    one = await opened(office, ana)
    office.clock.move(minutes=10)
    two = await opened(office, ana)
    born = office.clock.now()
    office.clock.move(minutes=10)
    await office.do(set_status, sam, one, "pending")
    before = [await clock(office, number, m) for number in (one, two) for m in (FIRST, WHOLE)]
    await office.do(merge, sam, two, one)
    assert (await clock(office, one, WHOLE)).state == "paused"  # what goes on is pending
    await office.do(unmerge, sam, two)
    after = [await clock(office, number, m) for number in (one, two) for m in (FIRST, WHOLE)]
    assert after == before
    assert (await clock(office, two, WHOLE)).running_since == born
    assert (await due(office, one), await due(office, two)) == (0, 2)


async def test_after_undo_each_keeps_the_answers_that_stay_with_it(
    office: Office, ana: Actor, sam: Actor
) -> None:
    one, two = await opened(office, ana), await opened(office, ana)
    await office.do(merge, sam, two, one)
    office.clock.move(minutes=10)
    await office.do(reply, sam, two, "Said to the second")
    assert (await clock(office, one, FIRST)).state == "met"
    await office.do(unmerge, sam, two)
    states = [(await clock(office, number, FIRST)).state for number in (one, two)]
    assert states == ["running", "met"]


async def test_a_target_missed_before_the_merge_stays_missed(
    office: Office, ana: Actor, sam: Actor
) -> None:
    one = await opened(office, ana)
    office.clock.move(hours=9)
    await sweep_due(office.database, SWEEPS)
    two = await opened(office, ana)
    await office.do(merge, sam, one, two)
    count = await clock(office, two, FIRST)
    assert count.state == "breached"
    assert count.breached_at == office.clock.now() - timedelta(hours=1)
    lines = await office.do(ledger, sam, two)
    assert any("merged or parted" in line.title for line in lines)
    await office.do(unmerge, sam, one)
    assert (await clock(office, two, FIRST)).state == "running"
    assert (await clock(office, one, FIRST)).state == "breached"


async def test_counting_anew_changes_nothing_for_one_ticket(
    office: Office, ana: Actor, sam: Actor
) -> None:
    """A merge and its undo leave a whole life's count as it was kept step by step."""
    one = await opened(office, ana)
    steps = (
        (set_priority, sam, ("high",)),
        (set_status, sam, ("pending",)),
        (reply, ana, ("Here it is",)),
        (reply, sam, ("Thank you",)),
        (resolve, sam, ()),
        (reopen, ana, ()),
        (set_priority, sam, ("low",)),
        (resolve, sam, ()),
    )
    for minutes, (use_case, actor, args) in enumerate(steps, 3):
        office.clock.move(minutes=minutes)
        await office.do(use_case, actor, one, *args)  # type: ignore[operator]
        kept = [await clock(office, one, metric) for metric in (FIRST, WHOLE)]
        two = await opened(office, ana)
        if (await office.see(one)).base in {"resolved", "closed"}:
            await office.do(resolve, sam, two)
        await office.do(merge, sam, two, one)
        await office.do(unmerge, sam, two)
        again = [await clock(office, one, metric) for metric in (FIRST, WHOLE)]
        assert again == kept, use_case.__name__
