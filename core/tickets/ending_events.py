"""Facts about the end of tickets and what comes after it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.events.event import Event


@dataclass(frozen=True, kw_only=True)
class TicketClosingSoon(Event):
    """The customer is told when the ticket will close by itself."""

    closes_at: datetime


@dataclass(frozen=True, kw_only=True)
class TicketFollowedUp(Event):
    """This ticket goes on with another one, ``number``, that ended too long ago."""

    other_id: UUID
    number: int
