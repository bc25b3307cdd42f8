"""Taking turns at a far end that allows only so many: in memory, or shared by all processes."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError

from core.clock import Clock
from core.database.unit_of_work import Database
from core.events.pacing import take_turn

_log = structlog.get_logger(__name__)
_MOST_NAMES = 2000
_FARTHEST = timedelta(minutes=2)


@dataclass(frozen=True)
class Rate:
    """So many at once, and then so many a second."""

    burst: float
    per_second: float


class Pace(Protocol):
    """Gives turns, by name."""

    async def take(self, name: str, rate: Rate) -> float:
        """Take one: 0 when it may happen now, else the seconds to wait (nothing is taken)."""


class Promises:
    """Spreads those who were sent away, so that they come back one by one.

    If all of them came back at once, one would be let pass and the others sent away again,
    each time through the database.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: OrderedDict[str, datetime] = OrderedDict()

    def promise(self, name: str, rate: Rate, wait: float) -> float:
        """When to come back: behind those who were sent away before."""
        now = self._clock.now()
        turn = timedelta(seconds=1 / rate.per_second)
        first = now + timedelta(seconds=wait)
        last = self._last.pop(name, None)
        then = max(first, last + turn) if last is not None else first
        then = min(then, max(first, now + _FARTHEST))
        self._last[name] = then
        while len(self._last) > _MOST_NAMES:
            self._last.popitem(last=False)
        return (then - now).total_seconds()


@dataclass
class _Bucket:
    tokens: float
    at: datetime


class Pacer:
    """Token buckets by name, in memory. Forgets the names that were not used for longest."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    async def take(self, name: str, rate: Rate) -> float:
        """Take one: 0 when it may happen now, else the seconds to wait (nothing is taken)."""
        now = self._clock.now()
        bucket = self._buckets.pop(name, None) or _Bucket(rate.burst, now)
        self._buckets[name] = bucket
        passed = max(0.0, (now - bucket.at).total_seconds())
        bucket.tokens = min(rate.burst, bucket.tokens + passed * rate.per_second)
        bucket.at = now
        while len(self._buckets) > _MOST_NAMES:
            self._buckets.popitem(last=False)
        if bucket.tokens < 1:
            return (1 - bucket.tokens) / rate.per_second
        bucket.tokens -= 1
        return 0.0


class SharedPacer:
    """The same buckets for all processes, in the database; in memory while that is away."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._own = Pacer(database.clock)

    async def take(self, name: str, rate: Rate) -> float:
        """Take one: 0 when it may happen now, else the seconds to wait (nothing is taken)."""
        own = await self._own.take(name, rate)
        if own:
            return own
        try:
            async with self._database.system() as session:
                now = self._database.clock.now()
                return await take_turn(session, name, rate.burst, rate.per_second, now)
        except (SQLAlchemyError, OSError) as error:
            _log.warning("pace.alone", error=type(error).__name__)
            return 0.0
