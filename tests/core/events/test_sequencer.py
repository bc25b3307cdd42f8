"""Positions: events are read in an order to which nothing is ever added before the end."""

import asyncio
from typing import Any

import pytest

from core.database.unit_of_work import UnitOfWork
from core.events.event import Event, to_plain
from core.events.sequencer import sequence_events
from core.ids import new_id
from core.people.events import TeamChanged
from core.tickets.reading.stream import newest_position, read_events
from tests.builders import Office


async def record(uow: UnitOfWork, office: Office) -> Event:
    event = TeamChanged(team_id=new_id(), fields=())
    await uow.record(event, office.desk)
    await uow.finish()
    return event


async def settle(office: Office) -> int:
    while await sequence_events(office.database):
        pass
    return await office.do(newest_position, office.desk)


async def seen_after(office: Office, position: int) -> tuple[list[Any], int]:
    page = await office.do(read_events, office.desk, after=position)
    return [event.id for event in page.events], page.next


async def test_an_event_that_commits_late_is_read_late_but_never_lost(office: Office) -> None:
    start = await settle(office)
    async with office.work() as slow:
        early = await record(slow, office)  # has the lower id, is not committed yet
        async with office.work() as quick:
            late = await record(quick, office)
        await settle(office)
        ids, position = await seen_after(office, start)
        assert ids == [late.event_id]
    await settle(office)
    assert await seen_after(office, position) == ([early.event_id], position + 1)


async def test_unplaced_events_are_not_in_the_stream(office: Office) -> None:
    start = await settle(office)
    async with office.work() as uow:
        await record(uow, office)
    assert await seen_after(office, start) == ([], start)


async def test_many_writers_and_two_sequencers_lose_and_repeat_nothing(office: Office) -> None:
    start = await settle(office)
    written: list[Any] = []
    read: list[Any] = []
    writing = True

    async def write() -> None:
        for _ in range(8):
            async with office.work() as uow:
                event = await record(uow, office)
                await asyncio.sleep(0)
            written.append(event.event_id)

    async def sequence() -> None:
        while writing:
            await sequence_events(office.database, most=3)

    async def follow() -> None:
        position = start
        while writing or len(read) < len(written):
            await sequence_events(office.database)
            ids, position = await seen_after(office, position)
            read.extend(ids)

    async def all_writers() -> None:
        nonlocal writing
        await asyncio.gather(*(write() for _ in range(6)))
        writing = False

    async with asyncio.timeout(60):
        await asyncio.gather(all_writers(), sequence(), sequence(), follow())
    assert len(read) == len(set(read)) == 48
    assert set(read) == set(written)


async def test_the_stream_is_read_in_pages_without_gaps(office: Office) -> None:
    start = await settle(office)
    async with office.work() as uow:
        ids = [(await record(uow, office)).event_id for _ in range(7)]
    await settle(office)
    read, position = [], start
    for _ in range(4):
        page = await office.do(read_events, office.desk, after=position, limit=2)
        read += [event.id for event in page.events]
        position = page.next
    assert read == ids
    assert position == start + 7


async def test_sequencing_says_whether_more_may_be_waiting(office: Office) -> None:
    await settle(office)
    async with office.work() as uow:
        for _ in range(3):
            await record(uow, office)
    assert await sequence_events(office.database, most=2)
    assert not await sequence_events(office.database, most=2)


@pytest.mark.parametrize(
    ("value", "plain"),
    [((1, None), [1, None]), ({"a": ("b",)}, {"a": ["b"]}), (frozenset({"x"}), ["x"])],
)
def test_values_of_events_become_json(value: Any, plain: Any) -> None:
    assert to_plain(value) == plain
