"""What a platform may be able to do with a place: each is asked for, none is taken for granted.

A platform that can do one of these implements it beside :class:`bot.ports.ChatPlatform`.
All raise only :class:`bot.ports.SendError`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable
from uuid import UUID

from bot.incoming import Spot


@runtime_checkable
class Pins(Protocol):
    """A platform that keeps one message of a thread where everybody finds it."""

    async def pin(self, spot: Spot, ref: str) -> None:
        """Pin our message ``ref`` in its thread; one that is pinned already stays so.

        Where no more can be pinned, or we may not, it is left undone without a word.
        """


@runtime_checkable
class OpensPrivateThreads(Protocol):
    """A platform on which we can open a thread for somebody that others do not see."""

    def thread_address(self, spot: Spot) -> str | None:
        """Where a person who may read there opens the thread; None if unknown."""

    async def has_room(self, beside: Spot) -> bool:
        """Whether such a thread can be opened for what begins in that channel."""

    async def open_private_thread(
        self, beside: Spot, title: str, account: str, *, delivery: UUID
    ) -> Spot:
        """Open a thread for that account and us, and let them know of it.

        ``beside`` is the place that others read, which it is opened instead of. Asked again
        for the same delivery, a thread that was opened for it is the answer. Raises
        :class:`bot.ports.Refused` where there can be none: the customer is then reached
        directly.
        """


@runtime_checkable
class OffersPanels(Protocol):
    """A platform on which customers begin in private by a button that stands in a channel."""

    async def takes_panel(self, spot: Spot) -> bool:
        """Whether such a message belongs in that channel."""


@runtime_checkable
class ShutsPlaces(Protocol):
    """A platform on which a thread can be ended: nobody writes there, and it is out of the way."""

    async def shut(self, spot: Spot) -> None:
        """Lock the thread and put it away; one that is shut already stays so."""


@runtime_checkable
class ChecksChannels(Protocol):
    """A platform whose channels have ids of a certain look, and make staff of who is in them."""

    def channel_fault(self, channel: str) -> str:
        """Why that cannot be a channel, and what one looks like; nothing if it can."""

    async def why_unread(self, spot: Spot) -> str:
        """Why we cannot tell who is in that channel; nothing if we can, or nobody says now."""


@runtime_checkable
class HasGroups(Protocol):
    """A platform with user groups that a team may follow."""

    async def group_fault(self, workspace: str, group: str) -> str:
        """Why no team can follow that group; nothing if one can, or nobody says now."""


@runtime_checkable
class IsOneConversation(Protocol):
    """A platform without threads in direct messages: there, what somebody says goes on with
    what they began, unless it stands in a thread nevertheless."""

    direct_is_one_conversation: bool


class Turn(StrEnum):
    """How a ticket stands, in the customer's eyes."""

    OPEN = "open"
    ON_US = "waiting on us"
    ON_YOU = "waiting on you"
    SOLVED = "solved"


@dataclass(frozen=True)
class PlaceState:
    """What a place shows of its ticket. ``category``: from the root down, in words; ``before``:
    those that it has shown until now.

    ``put_away``: it is solved. Whoever writes there brings it back, so it is never locked.
    """

    turn: Turn
    category: tuple[str, ...] = ()
    before: tuple[str, ...] = ()

    @property
    def put_away(self) -> bool:
        """Whether the place may be archived."""
        return self.turn is Turn.SOLVED


@runtime_checkable
class ShowsState(Protocol):
    """A platform on which a place itself shows how its ticket stands (tags, an archive)."""

    async def show_state(self, spot: Spot, state: PlaceState) -> None:
        """From now on the place shows this, whatever it showed before."""


@runtime_checkable
class TellsThreads(Protocol):
    """A platform that by itself tells whoever has written in a thread what is said there next."""

    tells_threads: bool


@runtime_checkable
class TellsMoments(Protocol):
    """A platform whose ids tell since when a message stands there, by the platform's own clock.

    It is compared with nothing but :attr:`bot.incoming.Incoming.said_at` of the same platform.
    """

    def moment_of(self, ref: str) -> datetime | None:
        """That moment; None for an id that does not tell."""


@dataclass(frozen=True)
class Able:
    """Which of these (and of carrying files itself) a platform can do."""

    files: bool = False
    pins: bool = False
    states: bool = False
    moment_of: Callable[[str], datetime | None] | None = None
