"""What a platform may be able to show beside what people wrote there themselves."""

from typing import Protocol, runtime_checkable

from bot.incoming import Spot


@runtime_checkable
class Marks(Protocol):
    """A platform on which we can put a sign on what somebody else has said.

    Raises only :class:`SendError`; what the platform forbids is left undone without a word.
    """

    async def mark(self, spot: Spot, ref: str, mark: str, *, was: str | None = None) -> None:
        """Show that sign (of :data:`core.tickets.announcements.marks.SIGNS`) on the message
        ``ref`` instead of the one that we put there before. Disturbs nobody."""


@runtime_checkable
class ShowsReactions(Protocol):
    """A platform that shows beside what people wrote themselves who reacted elsewhere.

    Raises only :class:`SendError`.
    """

    async def show_reactions(self, spot: Spot, ref: str, words: str) -> None:
        """Show these words on the message ``ref`` from now on; none if they are empty."""
