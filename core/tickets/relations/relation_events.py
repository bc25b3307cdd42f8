"""Facts about tickets that are taken apart, handed on and gathered."""

from dataclasses import dataclass
from uuid import UUID

from core.tickets.events import TicketEvent


@dataclass(frozen=True, kw_only=True)
class TicketSplit(TicketEvent):
    """A part of what was said on it goes on in the ticket ``into``."""

    into: UUID


@dataclass(frozen=True, kw_only=True)
class TicketSplitOff(TicketEvent):
    """It took over what was said on the ticket ``out_of`` from some message on."""

    out_of: UUID


@dataclass(frozen=True, kw_only=True)
class TicketUnsplit(TicketEvent):
    """What it had taken over stands on the ticket ``back_to`` again."""

    back_to: UUID


@dataclass(frozen=True, kw_only=True)
class TicketMoved(TicketEvent):
    """It has another customer. ``undoes``: the one it had before."""

    undoes: bool = False


@dataclass(frozen=True, kw_only=True)
class TicketGathered(TicketEvent):
    """It asks what others ask: what is said on the ticket ``under`` is said to all of them."""

    under: UUID


@dataclass(frozen=True, kw_only=True)
class TicketLetGo(TicketEvent):
    """It goes on by itself; before that it was gathered under ``out_of``."""

    out_of: UUID


@dataclass(frozen=True, kw_only=True)
class TicketGathering(TicketEvent):
    """Other tickets are gathered under this one, or are no longer: the changes name them."""
