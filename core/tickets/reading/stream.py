"""Following the stream of events by position: each reader sees what concerns them.

Customers are told what happened to their own tickets in the fields that they see;
staff are told of all tickets within their reach, deleted ones included, so that a
copy kept elsewhere learns of the deletion too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from core.access.actor import Actor
from core.access.events import ApiKeyCreated, ApiKeyRevoked
from core.access.permissions import Permission, may, require
from core.conversation.audience import Audience
from core.database.unit_of_work import UnitOfWork
from core.events.models import EventRow
from core.tickets.changes import CHANGES
from core.tickets.events import (
    MessageDeleted,
    MessageEdited,
    MessageFilesChanged,
    MessagePosted,
    TicketOpened,
)
from core.tickets.models import Ticket
from core.tickets.reading.queries import ref_of, within_reach

_SAID = tuple(
    event.type for event in (MessagePosted, MessageEdited, MessageFilesChanged, MessageDeleted)
)
_DONE = (TicketOpened.type, *(event.type for event in CHANGES))
_KEYS = (ApiKeyCreated.type, ApiKeyRevoked.type)
_CUSTOMERS_FIELDS = frozenset(
    {"subject", "status_id", "priority", "category_id", "subcategory_id", "assignee_id"}
    | {"due_at", "resolved_at", "closed_at", "deleted_at"}
)
_CUSTOMERS_DATA = frozenset(
    {"changes", "revision", "number", "requester_id", "source", "message_id", "audience", "kind"}
    | {"by", "opening"}
)


@dataclass(frozen=True)
class StreamedEvent:
    """One fact at its place in the stream; ``ticket`` is its name (``TIK-1042``), if any."""

    position: int
    id: UUID
    type: str
    at: datetime
    ticket: str | None
    ticket_id: UUID | None
    actor_id: UUID | None
    surface: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class StreamPage:
    """Some events in order, the position after which to go on, and whether there is more."""

    events: list[StreamedEvent]
    next: int
    more: bool


async def newest_position(uow: UnitOfWork, actor: Actor) -> int:
    """Where the stream ends now."""
    require(actor, Permission.READ_EVENTS)
    return await uow.session.scalar(select(func.max(EventRow.position))) or 0


async def read_events(
    uow: UnitOfWork, actor: Actor, *, after: int = 0, limit: int = 200
) -> StreamPage:
    """The events after a position that the actor may see, ``limit`` at most.

    Nothing that is committed later ever appears before ``next``.
    """
    newest = await newest_position(uow, actor)
    rows = (
        await uow.session.execute(
            select(EventRow, Ticket.number)
            .outerjoin(Ticket, Ticket.id == EventRow.ticket_id)
            .where(EventRow.position > after, EventRow.position <= newest, _concerns(actor))
            .order_by(EventRow.position)
            .limit(limit)
        )
    ).all()
    seen = [_to_streamed(uow, actor, row, number) for row, number in rows]
    shown = [event for event in seen if event is not None]
    last = rows[-1][0].position if len(rows) == limit else None
    return StreamPage(shown, last or max(newest, after), more=last is not None)


def _concerns(actor: Actor) -> ColumnElement[bool]:
    mine = and_(EventRow.ticket_id.is_not(None), within_reach(actor))
    if actor.is_staff:
        general: ColumnElement[bool] = EventRow.ticket_id.is_(None)
        if not may(actor, Permission.MANAGE_KEYS):
            general = and_(general, EventRow.type.not_in(_KEYS))
        return or_(general, mine)
    public = EventRow.data["audience"].astext == Audience.PUBLIC.value
    said = and_(EventRow.type.in_(_SAID), public)
    # What happened before a ticket was given to them was between us and somebody else.
    theirs = or_(Ticket.moved_at.is_(None), EventRow.at > Ticket.moved_at)
    return and_(mine, theirs, or_(EventRow.type.in_(_DONE), said))


def _to_streamed(
    uow: UnitOfWork, actor: Actor, row: EventRow, number: int | None
) -> StreamedEvent | None:
    data = row.data if actor.is_staff else _for_customers(row.data)
    if data is None or row.position is None:
        return None
    return StreamedEvent(
        position=row.position,
        id=row.id,
        type=row.type,
        at=row.at,
        ticket=ref_of(uow, number) if number is not None else None,
        ticket_id=row.ticket_id,
        actor_id=row.actor_id,
        surface=row.surface,
        data=data,
    )


def _for_customers(data: dict[str, Any]) -> dict[str, Any] | None:
    """What a customer may know of a fact; None if it changed only what staff see."""
    shown = {name: value for name, value in data.items() if name in _CUSTOMERS_DATA}
    changes = data.get("changes") or {}
    visible = {name: pair for name, pair in changes.items() if name in _CUSTOMERS_FIELDS}
    if changes and not visible:
        return None
    return shown | {"changes": visible} if changes else shown
