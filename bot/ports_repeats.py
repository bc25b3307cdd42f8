"""What an adapter may ask of us besides whose platform tells the same again, by another name."""

from typing import Protocol

from bot.incoming import Incoming
from bot.ports import Desk


class KnowsRepeats(Desk, Protocol):
    """A desk that knows such repetitions by their twins."""

    async def answered(self, incoming: Incoming) -> None:
        """The platform heard in time that we have it, so it does not tell it again: whoever does
        the same once more means it."""
