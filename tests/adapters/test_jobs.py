"""PRF-16: a job exists with the transaction that queued it, and is done once in effect."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from adapters.jobs import JobQueue, JobWorker
from core.database.job_tables import job_names
from core.database.unit_of_work import Database
from core.events.jobs import Handler
from tests.builders import Office

VICTIM = """
import asyncio, sys
import psycopg
from adapters.jobs import JobWorker

async def count(payload):
    async with await psycopg.AsyncConnection.connect(sys.argv[2]) as connection:
        await connection.execute("INSERT INTO effects VALUES (%s)", [payload["n"]])
        print("under way", file=sys.stderr, flush=True)
        await asyncio.Event().wait()

async def main():
    await JobWorker(sys.argv[1], {"count": count}, stalled_after=1.0).start()
    await asyncio.Event().wait()

asyncio.run(main())
"""


async def queued(database: Database, status: str = "") -> int:
    """How many jobs there are, or how many in one state."""
    query = text("SELECT count(*) FROM pgqueuer WHERE :status IN ('', CAST(status AS text))")
    async with database.system() as session:
        return int(await session.scalar(query, {"status": status}) or 0)


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 15) -> None:
    """Wait for a condition."""
    async with asyncio.timeout(seconds):
        while not await condition():
            await asyncio.sleep(0.02)


@asynccontextmanager
async def working(url: str, handlers: dict[str, Handler], **how: float) -> AsyncIterator[JobWorker]:
    """A worker while the context is open."""
    worker = JobWorker(url, handlers, **how)
    await worker.start()
    try:
        yield worker
    finally:
        await worker.stop()


class Done:
    """A handler that remembers what it was given."""

    def __init__(self, *failures: Exception) -> None:
        self.failures, self.attempts = list(failures), 0
        self.payloads: list[dict[str, Any]] = []

    async def something(self) -> bool:
        """Whether anything was done."""
        return bool(self.payloads)

    async def __call__(self, payload: dict[str, Any]) -> None:
        """Fail as often as told, then remember."""
        self.attempts += 1
        if self.failures:
            raise self.failures.pop(0)
        self.payloads.append(payload)


async def enqueue(office: Office, job: str, **payload: Any) -> None:
    """Queue a job in a unit of work of its own."""
    async with office.work() as uow:
        await JobQueue().enqueue(uow, job, payload)


async def test_a_job_is_committed_with_the_act_and_done(office: Office, database_url: str) -> None:
    done = Done()
    async with working(database_url, {"greet": done}):
        async with office.work() as uow:
            await JobQueue().enqueue(uow, "greet", {"name": "Ana"})
            async with office.database.system() as session:
                assert await session.scalar(text("SELECT count(*) FROM pgqueuer")) == 0
        await until(done.something)
    assert done.payloads == [{"name": "Ana"}]
    assert await queued(office.database) == 0


async def test_a_job_is_rolled_back_with_the_act(office: Office, database_url: str) -> None:
    done = Done()

    async def fail() -> None:
        async with office.work() as uow:
            await JobQueue().enqueue(uow, "greet", {"name": "nobody"})
            raise LookupError("the act fails")

    with pytest.raises(LookupError):
        await fail()
    assert await queued(office.database) == 0
    await enqueue(office, "greet", name="Ben")
    async with working(database_url, {"greet": done}):
        await until(done.something)
    assert done.payloads == [{"name": "Ben"}]


async def test_the_application_reads_no_payloads(office: Office) -> None:
    neighbour = await office.neighbour()
    await enqueue(neighbour, "greet", secret="theirs")
    with pytest.raises(Exception, match="permission denied"):
        await office.sql("SELECT payload FROM pgqueuer")


async def test_a_failing_job_is_tried_again(office: Office, database_url: str) -> None:
    done = Done(OSError("first"), ValueError("second"))
    await enqueue(office, "flaky", n=1)
    async with working(database_url, {"flaky": done}, retry_after=0.01):
        await until(done.something)
    assert (done.attempts, done.payloads) == (3, [{"n": 1}])
    assert await queued(office.database) == 0


async def test_a_hopeless_job_is_kept_as_failed(office: Office, database_url: str) -> None:
    hopeless, fine = Done(*(ValueError(str(n)) for n in range(100))), Done()
    await enqueue(office, "hopeless")
    await enqueue(office, "fine")
    handlers: dict[str, Handler] = {"hopeless": hopeless, "fine": fine}

    async def given_up() -> bool:
        return await queued(office.database, "failed") == 1

    async with working(database_url, handlers, retry_after=0.001):
        await until(given_up)
    assert fine.attempts == 1
    assert hopeless.attempts == 9


async def test_stopping_finishes_what_is_under_way(office: Office, database_url: str) -> None:
    begun, release, done = asyncio.Event(), asyncio.Event(), Done()

    async def slow(payload: dict[str, Any]) -> None:
        begun.set()
        await release.wait()
        await done(payload)

    await enqueue(office, "slow", n=1)
    async with working(database_url, {"slow": slow}) as worker:
        await asyncio.wait_for(begun.wait(), 10)
        stopping = asyncio.create_task(worker.stop())
        await asyncio.sleep(0)
        assert not stopping.done()
        release.set()
        await stopping
        await enqueue(office, "slow", n=2)
    assert done.payloads == [{"n": 1}]
    assert await queued(office.database) == await queued(office.database, "queued") == 1


async def test_what_cannot_finish_is_left_for_another(office: Office, database_url: str) -> None:
    begun, done = asyncio.Event(), Done()

    async def endless(payload: dict[str, Any]) -> None:
        begun.set()
        await asyncio.Event().wait()

    await enqueue(office, "long", n=1)
    async with working(database_url, {"long": endless}, grace=0.1):
        await asyncio.wait_for(begun.wait(), 10)
    assert await queued(office.database, "picked") == 1
    async with working(database_url, {"long": done}, stalled_after=0.5):
        await until(done.something)
    assert done.payloads == [{"n": 1}]


async def test_a_killed_worker_leaves_its_job_done_once(office: Office, database_url: str) -> None:
    plain = database_url.replace("+psycopg", "")
    async with office.database.owner() as session:
        await session.execute(text("CREATE TABLE effects (n int)"))
    await enqueue(office, "count", n=7)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        VICTIM,
        database_url,
        plain,
        cwd=Path(__file__).parents[2],
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stderr is not None
        assert await asyncio.wait_for(process.stderr.readline(), 20) == b"under way\n"
    finally:
        process.kill()
        await process.wait()

    async def count(payload: dict[str, Any]) -> None:
        async with office.database.owner() as session:
            await session.execute(text("INSERT INTO effects VALUES (:n)"), payload)

    async def all_done() -> bool:
        return await queued(office.database) == 0

    async with working(database_url, {"count": count}, stalled_after=1.0):
        await until(all_done)
    async with office.database.owner() as session:
        assert list(await session.scalars(text("SELECT n FROM effects"))) == [7]


async def test_a_broken_connection_is_made_anew(office: Office, database_url: str) -> None:
    done = Done()
    cut = text(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE application_name = 'deskhand jobs' AND datname = current_database()"
    )

    async def connections() -> int:
        async with office.database.owner() as session:
            return int(await session.scalar(cut) or 0)

    async with working(database_url, {"greet": done}, stalled_after=1.0):
        await enqueue(office, "greet", n=1)
        await until(done.something)
        assert await connections() == 2
        done.payloads.clear()
        await enqueue(office, "greet", n=2)
        await until(done.something)
    assert {"n": 2} in done.payloads


async def test_names_come_from_us_and_not_from_the_machine(
    office: Office, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_names.cache_clear()
    for name in ("CHANNEL", "QUEUE_TABLE", "PGQUEUER_PREFIX", "PGQUEUER_QUEUE_TABLE"):
        monkeypatch.setenv(name, "elsewhere")
    done = Done()
    await enqueue(office, "greet", n=1)
    async with working(database_url, {"greet": done}):
        await until(done.something)
