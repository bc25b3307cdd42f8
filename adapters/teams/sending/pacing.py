"""Keeping to Teams' rates before Teams has to say so.

In one conversation a bot may say seven things in a second, eight in two, sixty in thirty and
1,800 in an hour; in one tenant fifty a second. Fewer go out here, with some room.
"""

from bot.ports import TryLater
from core.clock import Clock
from core.database.unit_of_work import Database
from core.events.pacers import Pacer, Promises, Rate, SharedPacer

CONVERSATION = (Rate(4, 1.8), Rate(600, 0.33))
TENANT = (Rate(20, 25),)


class TeamsPace:
    """Gives turns, shared by all processes where there is a database; nobody waits for that."""

    def __init__(self, database: Database | None, clock: Clock, tenant: str) -> None:
        self._pacer = SharedPacer(database) if database else Pacer(clock)
        self._promises = Promises(clock)
        self._tenant = tenant

    async def take(self, conversation: str) -> None:
        """Take a turn in this conversation. Raises :class:`TryLater` until it comes."""
        for name, rates in ((conversation, CONVERSATION), ("*", TENANT)):
            for at, rate in enumerate(rates):
                wait = await self._pacer.take(f"teams:{self._tenant}:{name}:{at}", rate)
                if wait:
                    wait = self._promises.promise(name, rate, wait)
                    raise TryLater("Teams allows no more at the moment.", retry_after=wait)
