"""One LISTEN connection per process, fanned out to whoever waits for news."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable

import psycopg
import structlog

from core.database.engine import normalise

log = structlog.get_logger()
CHANNELS = ("events", "deliveries", "receipts", "positions", "chat_posts", "presences")
RECONNECT = 1.0
STEP_SECONDS = 5.0
# Both ends notice within seconds that the other machine is gone.
OPTIONS = "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=3 -c tcp_keepalives_count=3"


class Subscription:
    """What one waiter hears on one channel. Iterate over the payloads, or wait once."""

    def __init__(self) -> None:
        self._heard: asyncio.Queue[str] = asyncio.Queue()

    def tell(self, payload: str) -> None:
        """Put a payload before the waiter."""
        self._heard.put_nowait(payload)

    def __aiter__(self) -> AsyncIterator[str]:
        return self

    async def __anext__(self) -> str:
        return await self._heard.get()

    async def wait(self, seconds: float) -> bool:
        """Wait for news, at most so long; whatever else was said meanwhile is dropped.

        True if there was news.
        """
        try:
            # Not wait_for: in Python 3.11 it may swallow a cancellation when news comes
            # at the same moment, and then the waiter never ends.
            async with asyncio.timeout(seconds):
                await self._heard.get()
        except TimeoutError:
            return False
        while not self._heard.empty():
            self._heard.get_nowait()
        return True


class Listener:
    """Hears Postgres notifications and passes them on. After a broken connection every
    subscriber is told once (with an empty payload), so that nobody misses news."""

    def __init__(self, url: str, name: str = "deskhand listener") -> None:
        """``name`` is what the database's list of connections shows."""
        self._name = name
        parsed = normalise(url).set(drivername="postgresql")
        self._conninfo = parsed.render_as_string(hide_password=False)
        self._subscribers: dict[str, set[Subscription]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None
        self.connected = asyncio.Event()

    @contextlib.asynccontextmanager
    async def subscribe(self, *channels: str) -> AsyncIterator[Subscription]:
        """Hear these channels while the context is open."""
        subscription = Subscription()
        for channel in channels:
            self._subscribers[channel].add(subscription)
        try:
            yield subscription
        finally:
            for channel in channels:
                self._subscribers[channel].discard(subscription)

    async def start(self) -> None:
        """Begin to listen; returns when connected."""
        self._task = asyncio.create_task(self._listen(), name="listener")
        await self.connected.wait()

    async def stop(self) -> None:
        """Stop listening."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _listen(self) -> None:
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    self._conninfo,
                    autocommit=True,
                    application_name=self._name,
                    keepalives_idle=5,
                    keepalives_interval=3,
                    keepalives_count=3,
                    options=OPTIONS,
                ) as connection:
                    for channel in CHANNELS:
                        await connection.execute(f"LISTEN {channel}")
                    self.connected.set()
                    self._tell_all()
                    async for notice in connection.notifies():
                        for subscription in self._subscribers[notice.channel]:
                            subscription.tell(notice.payload)
            except psycopg.Error as error:
                log.warning("listener.lost", error=str(error))
            self.connected.clear()
            await asyncio.sleep(RECONNECT)

    def _tell_all(self) -> None:
        for subscribers in self._subscribers.values():
            for subscription in subscribers:
                subscription.tell("")


async def keep_doing(
    name: str,
    work: Callable[[], Awaitable[bool]],
    listener: Listener,
    channel: str,
    *,
    poll: float = 1.0,
) -> None:
    """Do ``work`` until it says that nothing is left, then wait for news or ``poll`` seconds.

    For ever, whatever fails: a loop that dies would leave work lying. Cancelled, it
    finishes the step that it has begun.
    """
    async with listener.subscribe(channel) as news:
        while True:
            try:
                while await _whole(work):
                    pass
            except Exception as error:
                log.exception("loop.failed", loop=name, error=repr(error))
                await asyncio.sleep(poll)
            await news.wait(poll)


async def _whole(work: Callable[[], Awaitable[bool]]) -> bool:
    """One step, not broken off: what it has leased would lie until the lease runs out."""
    step = asyncio.ensure_future(work())
    try:
        return await asyncio.shield(step)
    except asyncio.CancelledError:
        await asyncio.wait({step}, timeout=STEP_SECONDS)
        step.cancel()
        await asyncio.gather(step, return_exceptions=True)
        raise
