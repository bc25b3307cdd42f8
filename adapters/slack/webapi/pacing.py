"""Keeping to Slack's rates before Slack has to say so.

In any minute less goes out than a method's tier allows (20, 50, 100): what may happen at once
and what follows in that minute stay below it together, with a little room for slow lines.
"""

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


@dataclass(frozen=True)
class Rate:
    """So many at once, and then so many a second."""

    burst: float
    per_second: float


# Slack allows one message a second in a channel and forgives short bursts.
CHANNEL = Rate(burst=4, per_second=1)
_TIER_2 = Rate(burst=10, per_second=9 / 60)
_TIER_3 = Rate(burst=10, per_second=38 / 60)
_TIER_4 = Rate(burst=25, per_second=70 / 60)
# A workspace as a whole takes "several hundred" messages a minute.
_POSTS = Rate(burst=30, per_second=250 / 60)

METHODS = {
    "chat.postMessage": _POSTS,
    "users.list": _TIER_2,
    "usergroups.users.list": _TIER_2,
    "chat.update": _TIER_3,
    "chat.delete": _TIER_3,
    "reactions.add": _TIER_3,
    "reactions.remove": _TIER_3,
    "conversations.info": _TIER_3,
    "conversations.history": _TIER_3,
    "conversations.replies": _TIER_3,
    "conversations.open": _TIER_3,
    "chat.postEphemeral": _TIER_4,
    "conversations.members": _TIER_4,
    "users.info": _TIER_4,
    "views.open": _TIER_4,
    "views.publish": _TIER_4,
    "chat.unfurl": _TIER_3,
    "files.getUploadURLExternal": _TIER_4,
    "files.completeUploadExternal": _TIER_4,
    "files.delete": _TIER_3,
    "files.info": _TIER_4,
}

_MOST_BUCKETS = 2000
_FARTHEST = 120.0  # seconds


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
        then = min(then, max(first, now + timedelta(seconds=_FARTHEST)))
        self._last[name] = then
        while len(self._last) > _MOST_BUCKETS:
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
        while len(self._buckets) > _MOST_BUCKETS:
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
            _log.warning("slack.pace_alone", error=type(error).__name__)
            return 0.0
