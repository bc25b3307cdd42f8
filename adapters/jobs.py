"""Background jobs on PGQueuer: queued in our own transactions, worked off beside the desk.

A job is done at least once: one whose worker died is begun again by another, and one
that fails is tried again with growing pauses, then kept as failed for a person to see.
"""

import asyncio
import contextlib
import functools
import json
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import psycopg
import structlog
from psycopg.rows import dict_row

from core.database.engine import normalise
from core.database.job_tables import job_names
from core.database.tenancy import SYSTEM_ROLE
from core.database.unit_of_work import UnitOfWork
from core.events.jobs import Handler
from core.ids import new_id

# PGQueuer is imported where it is used: importing it takes long and starts a process.
if TYPE_CHECKING:
    from pgqueuer.adapters.persistence.queries import Queries
    from pgqueuer.domain.models import Job
    from pgqueuer.ports.driver import Driver, NotifyCallback, TaskManagerPort

log = structlog.get_logger(__name__)

BATCH = 10
POLL = timedelta(seconds=5)
"""News come by notification; this finds what a dead worker or a broken connection left."""
RECONNECT = 1.0
MOST_ATTEMPTS = 8


def _queries(driver: "Driver") -> "Queries":
    from pgqueuer.adapters.persistence import qb
    from pgqueuer.adapters.persistence.queries import Queries

    names = job_names()
    return Queries(
        driver,
        qb.QueryBuilderEnvironment(names),
        qb.QueryQueueBuilder(names),
        qb.QuerySchedulerBuilder(names),
    )


class _InTransaction:
    """As much of a PGQueuer driver as adding a job needs, on a transaction that is open.

    PGQueuer's own driver takes only connections that commit by themselves.
    """

    def __init__(self, connection: psycopg.AsyncConnection[Any]) -> None:
        self._connection = connection

    async def fetch(self, query: str, *args: object) -> list[dict[str, object]]:
        cursor = psycopg.AsyncRawCursor(self._connection, row_factory=dict_row)
        await cursor.execute(query, args or None)
        return await cursor.fetchall()


class JobQueue:
    """Where jobs are put: :class:`core.events.jobs.Jobs` on PGQueuer's tables."""

    async def enqueue(self, uow: UnitOfWork, name: str, payload: dict[str, Any]) -> None:
        """Queue a job in the transaction of ``uow``: it exists if that commits."""
        raw = await (await uow.session.connection()).get_raw_connection()
        connection = cast("psycopg.AsyncConnection[Any]", raw.driver_connection)
        queries = _queries(cast("Driver", _InTransaction(connection)))
        await queries.enqueue(name, json.dumps(payload).encode())


class _TwoLines:
    """A PGQueuer driver with a second connection for listening.

    On a single one every statement waits for the listener to pause, up to a second.
    """

    def __init__(
        self,
        connection: psycopg.AsyncConnection[Any],
        listening: psycopg.AsyncConnection[Any],
    ) -> None:
        from pgqueuer.adapters.drivers.psycopg import PsycopgDriver

        self._asking, self._listening = PsycopgDriver(connection), PsycopgDriver(listening)
        self._told: list[tuple[str, NotifyCallback]] = []

    @property
    def shutdown(self) -> asyncio.Event:
        return self._asking.shutdown

    @property
    def tm(self) -> "TaskManagerPort":
        return self._asking.tm

    async def fetch(self, query: str, *args: object) -> list[dict[str, object]]:
        return await self._asking.fetch(query, *args)

    async def execute(self, query: str, *args: object) -> str:
        return await self._asking.execute(query, *args)

    async def notify(self, channel: str, payload: str) -> None:
        await self._asking.notify(channel, payload)

    async def add_listener(self, channel: str, callback: "NotifyCallback") -> None:
        self._told.append((channel, callback))
        await self._listening.add_listener(channel, callback)

    async def __aenter__(self) -> "Driver":
        await self._asking.__aenter__()
        return cast("Driver", self)

    async def __aexit__(self, *error: object) -> None:
        # Leaving the driver would wait for its listener to look up, up to a second.
        while self._told:
            with contextlib.suppress(psycopg.Error):
                await self._listening.remove_listener(*self._told.pop())
        await self._asking.__aexit__(*error)


class JobWorker:
    """Works off the jobs that have a handler here.

    ``stalled_after`` is how long a job's worker may be silent before another begins
    the job again; ``retry_after`` the first pause after a failure, doubled each time;
    ``grace`` how long :meth:`stop` waits for what is under way (all in seconds);
    ``process`` under what name the jobs taken are held.
    """

    def __init__(
        self,
        url: str,
        handlers: Mapping[str, Handler],
        *,
        stalled_after: float = 30.0,
        retry_after: float = 1.0,
        grace: float = 10.0,
        process: UUID | None = None,
    ) -> None:
        parsed = normalise(url).set(drivername="postgresql")
        self._conninfo = parsed.render_as_string(hide_password=False)
        self._handlers = dict(handlers)
        self._stalled_after = timedelta(seconds=stalled_after)
        self._retry_after = timedelta(seconds=retry_after)
        self._grace = grace
        self._process = process or new_id()
        self._stopping = asyncio.Event()
        self._connections: list[psycopg.AsyncConnection[Any]] = []
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to work, now or as soon as the database can be reached."""
        self._stopping.clear()
        self._task = asyncio.create_task(self._keep_working(), name="jobs")

    async def stop(self) -> None:
        """Take no more jobs, finish those under way, and come to rest.

        What is not finished in time is left for another worker to begin again.
        """
        if self._task is None:
            return
        self._stopping.set()
        done, _ = await asyncio.wait({self._task}, timeout=self._grace)
        if not done:
            log.warning("jobs.cut_short", after=self._grace)
            # The connection goes first: over it the job would be recorded as cancelled
            # and so be lost.
            await self._hang_up()
            self._task.cancel()
            await asyncio.wait({self._task})
        self._task = None

    async def _keep_working(self) -> None:
        while not self._stopping.is_set():
            try:
                await self._work()
            except Exception as error:
                log.warning("jobs.interrupted", error=repr(error), retry_in=RECONNECT)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), RECONNECT)

    async def _work(self) -> None:
        from pgqueuer.core.executors import DatabaseRetryEntrypointExecutor
        from pgqueuer.core.qm import QueueManager
        from pgqueuer.domain.types import QueueManagerId

        async with self._connected() as driver:
            manager = QueueManager(_queries(driver), job_names().channel)
            manager.shutdown = self._stopping
            manager.queue_manager_id = QueueManagerId(self._process)
            for name, handler in self._handlers.items():
                manager.entrypoint(
                    name,
                    accepts_context=False,
                    on_failure="hold",
                    executor_factory=functools.partial(
                        DatabaseRetryEntrypointExecutor,
                        max_attempts=MOST_ATTEMPTS,
                        initial_delay=self._retry_after,
                    ),
                )(functools.partial(_handle, handler))
            await manager.run(
                dequeue_timeout=min(POLL, self._stalled_after),
                batch_size=BATCH,
                max_concurrent_tasks=2 * BATCH,
                shutdown_on_listener_failure=True,
                heartbeat_timeout=self._stalled_after,
            )

    @contextlib.asynccontextmanager
    async def _connected(self) -> AsyncIterator["Driver"]:
        try:
            for _ in range(2):
                connection = await psycopg.AsyncConnection.connect(
                    self._conninfo,
                    autocommit=True,
                    connect_timeout=10,
                    application_name="deskhand jobs",
                    options=f"-c role={SYSTEM_ROLE} -c timezone=UTC -c jit=off",
                )
                self._connections.append(connection)
            yield cast("Driver", _TwoLines(*self._connections))
        finally:
            await self._hang_up()

    async def _hang_up(self) -> None:
        while self._connections:
            await self._connections.pop().close()


async def _handle(handler: Handler, job: "Job") -> None:
    payload = json.loads(job.payload or b"{}")
    with structlog.contextvars.bound_contextvars(job=job.entrypoint, job_id=job.id):
        try:
            await handler(payload)
        except Exception as error:
            log.warning("job.failed", attempt=job.attempts + 1, error=repr(error))
            raise
