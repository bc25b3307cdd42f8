"""The scheduler: APScheduler only ticks; what is due stands in the tables.

Any number of processes may run one. The first to get the database's advisory lock
leads, and only its ticks do anything. The lock lives and dies with its connection,
which is no fence against a leader that hangs: what a tick does must be safe to do twice.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

import psycopg
import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from core.clock import SystemClock
from core.database.engine import normalise

log = structlog.get_logger(__name__)

LOCK = 0x7469636B  # any fixed number: "tick"
ANSWER_SECONDS = 3.0
STAND_BACK = 2.0
"""After losing its connection a leader lets the others try first: theirs may be better."""
GRACE = 10.0
# Both ends notice within seconds that the other machine is gone, and the lock is free.
OPTIONS = (
    "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=3 -c tcp_keepalives_count=3"
    " -c idle_in_transaction_session_timeout=0 -c idle_session_timeout=0"
)


@dataclass(frozen=True)
class Tick:
    """Something to look at every so many seconds."""

    name: str
    seconds: float
    work: Callable[[], Awaitable[object]]


class Scheduler:
    """Ticks while it leads; stands by while another does."""

    def __init__(self, url: str, ticks: Sequence[Tick]) -> None:
        self._leadership = _Leadership(url, self._catch_up)
        self._ticks = {tick.name: tick for tick in ticks}
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._timer: Any = None

    @property
    def is_leader(self) -> bool:
        """Whether this one led when it last looked."""
        return self._leadership.held

    async def start(self) -> None:
        """Begin to tick; each tick comes at once, and then in its rhythm."""
        self._timer = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for tick in self._ticks.values():
            self._timer.add_job(
                self._begin,
                "interval",
                seconds=tick.seconds,
                args=[tick],
                id=tick.name,
                next_run_time=SystemClock().now(),
            )
        self._timer.start()

    async def stop(self) -> None:
        """Tick no more, finish what is under way, and let another lead."""
        timer, self._timer = self._timer, None
        if timer is None:
            return
        timer.remove_all_jobs()
        if self._under_way:
            _, late = await asyncio.wait(self._under_way.values(), timeout=GRACE)
            for task in late:
                task.cancel()
        timer.shutdown(wait=False)
        await self._leadership.give_up()

    async def _begin(self, tick: Tick) -> None:
        # One that takes longer than its rhythm sees what has become due meanwhile.
        if self._timer is not None and tick.name not in self._under_way:
            task = asyncio.create_task(self._do(tick), name=f"tick {tick.name}")
            self._under_way[tick.name] = task
            task.add_done_callback(lambda _: self._under_way.pop(tick.name))

    async def _do(self, tick: Tick) -> None:
        try:
            if await self._leadership.hold():
                await tick.work()
        except Exception as error:
            log.exception("tick.failed", tick=tick.name, error=repr(error))

    def _catch_up(self) -> None:
        """Let every tick come now: nobody knows when the last leader did it."""
        for name in self._ticks:
            if name not in self._under_way and self._timer is not None:
                self._timer.modify_job(name, next_run_time=SystemClock().now())


class _Leadership:
    """The advisory lock, on a connection that is used for nothing else."""

    def __init__(self, url: str, on_gain: Callable[[], None]) -> None:
        self._on_gain = on_gain
        parsed = normalise(url).set(drivername="postgresql")
        self._conninfo = parsed.render_as_string(hide_password=False)
        self._connection: psycopg.AsyncConnection[Any] | None = None
        self._turn = asyncio.Lock()
        self._not_before = 0.0
        self.held = False

    async def hold(self) -> bool:
        """Whether we lead, asked of the database; tries to become the leader if there is none."""
        async with self._turn:
            if asyncio.get_running_loop().time() < self._not_before:
                return False
            was = self.held
            try:
                async with asyncio.timeout(ANSWER_SECONDS):
                    self.held = await self._ask()
            except (psycopg.Error, OSError, TimeoutError) as error:
                log.warning("scheduler.connection_lost", led=was, error=repr(error))
                await self._drop()
                self._not_before = asyncio.get_running_loop().time() + STAND_BACK
            if self.held and not was:
                log.info("scheduler.leads")
                self._on_gain()
            return self.held

    async def give_up(self) -> None:
        """Close the connection, and with it the lock."""
        async with self._turn:
            await self._drop()

    async def _ask(self) -> bool:
        if self._connection is None:
            self._connection = await psycopg.AsyncConnection.connect(
                self._conninfo,
                autocommit=True,
                connect_timeout=3,
                keepalives_idle=2,
                keepalives_interval=1,
                keepalives_count=3,
                tcp_user_timeout=3000,
                application_name="deskhand scheduler",
                options=OPTIONS,
            )
        if self.held:
            await self._connection.execute("SELECT 1")
            return True
        answer = await self._connection.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        row = await answer.fetchone()
        return bool(row and row[0])

    async def _drop(self) -> None:
        connection, self._connection, self.held = self._connection, None, False
        if connection is not None:
            await connection.close()
