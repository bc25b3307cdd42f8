"""SLA-09: one scheduler leads, another takes over, and what fell due meanwhile is caught up."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from adapters.scheduler import Scheduler, Tick
from core.database.unit_of_work import UnitOfWork
from core.events.due import put_off, sweep_due
from core.ids import new_id
from tests.builders import Office

OTHER = """
import asyncio, sys
from adapters.scheduler import Scheduler, Tick

async def work():
    print("ticked", file=sys.stderr, flush=True)

async def main():
    await Scheduler(sys.argv[1], [Tick("work", 0.05, work)]).start()
    await asyncio.Event().wait()

asyncio.run(main())
"""
RHYTHM = 0.02


async def until(condition: Callable[[], bool], seconds: float = 15) -> None:
    """Wait for a condition."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.005)


class Count:
    """A tick's work that is counted, and fails or waits if told so."""

    def __init__(self) -> None:
        self.done = 0
        self.at_once = 0
        self.trouble: Exception | None = None

    async def __call__(self) -> None:
        """Count, or fail."""
        self.at_once += 1
        try:
            assert self.at_once == 1, "the same tick ran twice at once"
            await asyncio.sleep(0)
            self.done += 1
            if self.trouble:
                raise self.trouble
        finally:
            self.at_once -= 1


@asynccontextmanager
async def ticking(url: str, *works: Count, rhythm: float = RHYTHM) -> AsyncIterator[Scheduler]:
    """A scheduler while the context is open."""
    ticks = [Tick(f"tick {n}", rhythm, work) for n, work in enumerate(works)]
    scheduler = Scheduler(url, ticks)
    await scheduler.start()
    try:
        yield scheduler
    finally:
        await scheduler.stop()


async def test_one_of_two_leads_and_does_all(database_url: str) -> None:
    first, second = Count(), Count()
    async with ticking(database_url, first) as one, ticking(database_url, second) as two:
        await until(lambda: first.done + second.done >= 20)
        assert [one.is_leader, two.is_leader].count(True) == 1
        assert 0 in (first.done, second.done)


async def test_the_other_takes_over_when_the_leader_stops(database_url: str) -> None:
    first, second = Count(), Count()
    async with ticking(database_url, first) as one:
        await until(lambda: one.is_leader and first.done > 0)
        async with ticking(database_url, second) as two:
            await one.stop()
            done = first.done
            await until(lambda: two.is_leader and second.done > 3)
            assert first.done == done


async def test_the_other_takes_over_when_the_leaders_connection_is_cut(database_url: str) -> None:
    first, second = Count(), Count()
    async with ticking(database_url, first) as one:
        await until(lambda: one.is_leader)
        async with ticking(database_url, second) as two:
            await cut_leader(database_url)
            await until(lambda: two.is_leader and second.done > 3)
            assert not one.is_leader


async def test_a_lone_leader_comes_back_after_a_cut(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.scheduler.STAND_BACK", 0.05)
    work = Count()
    async with ticking(database_url, work) as scheduler:
        await until(lambda: scheduler.is_leader)
        await cut_leader(database_url)
        await until(lambda: not scheduler.is_leader)
        done = work.done
        await until(lambda: scheduler.is_leader and work.done > done)


async def test_the_other_takes_over_when_the_leader_is_killed(database_url: str) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        OTHER,
        database_url,
        cwd=Path(__file__).parents[2],
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stderr is not None
        assert await asyncio.wait_for(process.stderr.readline(), 20) == b"ticked\n"
        work = Count()
        async with ticking(database_url, work) as scheduler:
            assert await asyncio.wait_for(process.stderr.readline(), 20) == b"ticked\n"
            assert (scheduler.is_leader, work.done) == (False, 0)
            process.kill()
            await process.wait()
            await until(lambda: scheduler.is_leader and work.done > 0, seconds=30)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_a_failing_tick_ends_neither_itself_nor_the_others(database_url: str) -> None:
    failing, fine = Count(), Count()
    failing.trouble = ValueError("cannot")
    async with ticking(database_url, failing, fine):
        await until(lambda: failing.done > 3 and fine.done > 3)


async def test_a_slow_tick_is_not_begun_twice_and_is_finished_at_the_stop(
    database_url: str,
) -> None:
    begun, release, ended = asyncio.Event(), asyncio.Event(), []
    others = Count()

    async def slow() -> None:
        begun.set()
        await release.wait()
        ended.append(True)

    scheduler = Scheduler(database_url, [Tick("slow", RHYTHM, slow), Tick("other", RHYTHM, others)])
    await scheduler.start()
    await asyncio.wait_for(begun.wait(), 10)
    await until(lambda: others.done > 5)
    stopping = asyncio.create_task(scheduler.stop())
    await asyncio.sleep(0)
    assert not stopping.done()
    release.set()
    await stopping
    assert ended == [True]


async def test_a_new_leader_does_the_rare_ticks_at_once(database_url: str) -> None:
    first, second = Count(), Count()
    often, rarely = Count(), Count()
    async with ticking(database_url, first, second, rhythm=3600) as one:
        await until(lambda: first.done == second.done == 1)
        ticks = [Tick("often", RHYTHM, often), Tick("rarely", 3600, rarely)]
        two = Scheduler(database_url, ticks)
        await two.start()
        try:
            await one.stop()
            await until(lambda: rarely.done == 1 and often.done > 0)
        finally:
            await two.stop()


async def test_what_fell_due_in_our_absence_is_caught_up(office: Office, database_url: str) -> None:
    things = [new_id() for _ in range(5)]
    handled: list[UUID] = []

    async def look_at(uow: UnitOfWork, thing: UUID) -> None:
        handled.append(thing)

    async def sweep() -> None:
        await sweep_due(office.database, {"thing": look_at})

    moments = {
        thing: office.clock.now() + timedelta(minutes=n) for n, thing in enumerate(things, 1)
    }
    await office.do(put_off, "thing", dict(moments))
    office.clock.move(days=2)
    schedulers = [Scheduler(database_url, [Tick("due", RHYTHM, sweep)]) for _ in range(2)]
    for scheduler in schedulers:
        await scheduler.start()
    await until(lambda: len(handled) >= 5)
    for scheduler in schedulers:
        await scheduler.stop()
    assert handled == things


async def cut_leader(url: str) -> None:
    """End the session that holds the lock, as a broken network would."""
    plain = url.replace("+psycopg", "")
    async with await psycopg.AsyncConnection.connect(plain, autocommit=True) as connection:
        cut = await connection.execute(
            "SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a JOIN pg_locks l USING (pid)"
            " WHERE a.application_name = 'deskhand scheduler' AND l.locktype = 'advisory'"
            " AND l.granted AND a.datname = current_database()"
        )
        assert len(await cut.fetchall()) == 1
