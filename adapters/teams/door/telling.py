"""What changes something, told to the desk before Teams hears that we have it."""

from datetime import datetime, timedelta

from bot.incoming import Incoming
from bot.ports_repeats import KnowsRepeats
from core.clock import Clock

_IN_TIME = timedelta(seconds=10)
"""Teams waits fifteen seconds for an answer before it tells us once more. What lies between is
for what is asked of the desk first, and for the way."""


class Telling:
    """Tells the desk. Whoever is answered in time and says or presses the same again means it."""

    def __init__(self, desk: KnowsRepeats, clock: Clock) -> None:
        self._desk = desk
        self._clock = clock

    async def tell(self, incoming: Incoming, began: datetime | None = None) -> None:
        """Tell it. ``began``: since when Teams waits, where that is known; else since now."""
        began = began or self._clock.now()
        await self._desk.tell(incoming)
        if incoming.twins and self._clock.now() - began < _IN_TIME:
            # Teams does not send this again: the same is no repetition from now on.
            await self._desk.answered(incoming)
