"""Keeping to Teams' rates before Teams has to say so.

In one conversation a bot may say seven things in a second, eight in two, sixty in thirty and
1,800 in an hour; in one tenant fifty a second. Fewer go out here, with some room.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.ports import TryLater
from core.clock import Clock
from core.database.unit_of_work import Database
from core.events.pacing import take_turn

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Rate:
    """So many at once, and then so many a second."""

    burst: float
    per_second: float


CONVERSATION = (Rate(4, 1.8), Rate(600, 0.33))
TENANT = (Rate(20, 25),)
_MOST = 2_000
_FARTHEST = timedelta(minutes=2)


class Pace:
    """Gives turns, shared by all processes through the database; nobody waits for that."""

    def __init__(self, database: Database | None, clock: Clock, tenant: str) -> None:
        self._database = database
        self._clock = clock
        self._tenant = tenant
        self._promised: OrderedDict[str, datetime] = OrderedDict()

    async def take(self, conversation: str) -> None:
        """Take a turn in this conversation. Raises :class:`TryLater` until it comes."""
        for name, rates in ((conversation, CONVERSATION), ("*", TENANT)):
            for at, rate in enumerate(rates):
                wait = await self._wait(f"teams:{self._tenant}:{name}:{at}", rate)
                if wait:
                    wait = self._promise(name, rate, wait)
                    raise TryLater("Teams allows no more at the moment.", retry_after=wait)

    async def _wait(self, name: str, rate: Rate) -> float:
        if self._database is None:
            return 0.0
        try:
            async with self._database.system() as session:
                now = self._clock.now()
                return await take_turn(session, name, rate.burst, rate.per_second, now)
        except (SQLAlchemyError, OSError) as error:
            _log.warning("teams.pace_unknown", error=type(error).__name__)
            return 0.0

    def _promise(self, name: str, rate: Rate, wait: float) -> float:
        """When to come back: behind those who were sent away before, one by one."""
        now = self._clock.now()
        first = now + timedelta(seconds=wait)
        last = self._promised.pop(name, None)
        turn = timedelta(seconds=1 / rate.per_second)
        then = max(first, last + turn) if last is not None else first
        then = min(then, max(first, now + _FARTHEST))
        self._promised[name] = then
        while len(self._promised) > _MOST:
            self._promised.popitem(last=False)
        return (then - now).total_seconds()
