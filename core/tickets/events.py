"""Facts about tickets and what is said on them.

``changes`` maps a field to its old and new value (ids and short words only). A
reason is free text and therefore a message; ``reason_id`` names it. ``revision``
is the ticket's after the change.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from core.events.event import Event

Changes = Mapping[str, tuple[Any, Any]]
MACRO = "macro"
"""Among the changes: which macro made all of them in one go."""


@dataclass(frozen=True, kw_only=True)
class TicketEvent(Event):
    """Base of all changes of a ticket."""

    changes: Changes = field(default_factory=dict)
    reason_id: UUID | None = None
    revision: int = 1


@dataclass(frozen=True, kw_only=True)
class TicketOpened(TicketEvent):
    """A ticket came to be. ``silent``: it was brought in with many others (an import)."""

    number: int
    requester_id: UUID
    source: str
    place_id: UUID | None = None
    silent: bool = False


@dataclass(frozen=True, kw_only=True)
class TicketClaimed(TicketEvent):
    """An agent took the ticket."""

    method: str = "claim"


@dataclass(frozen=True, kw_only=True)
class TicketReleased(TicketEvent):
    """The ticket was given back to the queue."""

    method: str = "release"


@dataclass(frozen=True, kw_only=True)
class TicketAssigned(TicketEvent):
    """Somebody gave the ticket to a person or a team."""

    method: str = "manual"


@dataclass(frozen=True, kw_only=True)
class TicketStatusChanged(TicketEvent):
    """The status changed between statuses of a ticket that is being worked on."""


@dataclass(frozen=True, kw_only=True)
class TicketResolved(TicketEvent):
    """Staff say that it is solved."""


@dataclass(frozen=True, kw_only=True)
class TicketClosed(TicketEvent):
    """It is over: the requester confirmed it, or staff closed it."""


@dataclass(frozen=True, kw_only=True)
class TicketReopened(TicketEvent):
    """It was not over after all."""


@dataclass(frozen=True, kw_only=True)
class TicketPriorityChanged(TicketEvent):
    """The priority changed; targets follow."""


@dataclass(frozen=True, kw_only=True)
class TicketUpdated(TicketEvent):
    """Other fields changed: subject, category, tags, due date."""


@dataclass(frozen=True, kw_only=True)
class TicketDeleted(TicketEvent):
    """The ticket was put away (rows stay; nobody sees it any more)."""


@dataclass(frozen=True, kw_only=True)
class TicketEscalated(TicketEvent):
    """Somebody called for more. ``by`` is ``staff`` or ``customer``."""

    by: str = "staff"


@dataclass(frozen=True, kw_only=True)
class TicketSnoozed(TicketEvent):
    """Put aside until a moment."""


@dataclass(frozen=True, kw_only=True)
class TicketWoken(TicketEvent):
    """Back from its snooze, by ``time``, a customer's ``reply`` or a ``person``."""

    method: str = "time"


@dataclass(frozen=True, kw_only=True)
class TicketMadePrivate(TicketEvent):
    """From now on its customer and staff alone read it; ``left``: where others did too."""

    left: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class TicketMerged(TicketEvent):
    """From now on it goes on in the ticket ``into``."""

    into: UUID


@dataclass(frozen=True, kw_only=True)
class TicketUnmerged(TicketEvent):
    """It goes on by itself again; before that it was in ``out_of``."""

    out_of: UUID


@dataclass(frozen=True, kw_only=True)
class TicketJoined(TicketEvent):
    """The ticket ``joined`` goes on in this one from now on."""

    joined: UUID


@dataclass(frozen=True, kw_only=True)
class TicketParted(TicketEvent):
    """The ticket ``parted`` goes on by itself again."""

    parted: UUID


@dataclass(frozen=True, kw_only=True)
class TicketLinked(TicketEvent):
    """Said to be of ``kind`` to the ticket ``other_id``."""

    other_id: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class TicketUnlinked(TicketEvent):
    """No longer said to be of ``kind`` to the ticket ``other_id``."""

    other_id: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class TicketFollowed(Event):
    """From now on that person is told what is said publicly."""

    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class TicketUnfollowed(Event):
    """That person is no longer told."""

    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class PeopleMentioned(Event):
    """A note calls these people in: each was told once."""

    message_id: UUID
    people: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class MessagePosted(Event):
    """Something was said. ``by`` is ``customer``, ``staff`` or ``desk``."""

    message_id: UUID
    audience: str
    kind: str
    by: str
    place_id: UUID | None = None
    opening: bool = False
    files: int = 0


@dataclass(frozen=True, kw_only=True)
class MessageEdited(Event):
    """The author changed a message."""

    message_id: UUID
    audience: str
    place_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class MessageDeleted(Event):
    """The author removed a message."""

    message_id: UUID
    audience: str
    place_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class MessageFilesChanged(Event):
    """A file of a message was taken back, or came after the message."""

    message_id: UUID
    audience: str
    place_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class MessageReacted(Event):
    """Somebody put an emoji on a message, in that place; ``by`` as for one that is posted."""

    message_id: UUID
    audience: str
    by: str
    place_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class MessageUnreacted(Event):
    """They took it away again."""

    message_id: UUID
    audience: str
    by: str
    place_id: UUID | None = None
