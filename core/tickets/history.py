"""A ticket's history: who changed what, when, from where, from which value to which."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core.access.actor import Actor
from core.access.permissions import Permission
from core.conversation.models import Message
from core.conversation.visibility import visible_messages
from core.database.unit_of_work import UnitOfWork
from core.events.models import EventRow
from core.people.models import Person
from core.tickets.catalogue import Catalogue, catalogue
from core.tickets.events import TicketAssigned, TicketClaimed, TicketReleased
from core.tickets.queries import get_ticket

ASSIGNMENTS = (TicketClaimed.type, TicketReleased.type, TicketAssigned.type)


@dataclass(frozen=True)
class Entry:
    """One fact. ``changes`` maps a field to its old and new value, in words."""

    id: UUID
    type: str
    at: datetime
    actor_id: UUID | None
    actor: str
    surface: str
    changes: dict[str, tuple[Any, Any]]
    reason: str
    data: dict[str, Any]


@dataclass(frozen=True)
class MessageView:
    """A message with its author's name."""

    id: UUID
    kind: str
    audience: str
    body: str
    author_id: UUID | None
    author: str
    author_role: str
    surface: str
    created_at: datetime
    edited_at: datetime | None


async def history(
    uow: UnitOfWork,
    actor: Actor,
    number: int,
    *,
    field: str | None = None,
    assignments: bool = False,
) -> list[Entry]:
    """All that happened to a ticket, oldest first; only to one ``field`` if asked for."""
    ticket = await get_ticket(uow, actor, number, Permission.HISTORY)
    await uow.finish()
    query = (
        select(EventRow, Person.name)
        .outerjoin(Person, Person.id == EventRow.actor_id)
        .where(EventRow.ticket_id == ticket.id)
        .order_by(EventRow.at, EventRow.id)
    )
    if assignments:
        query = query.where(EventRow.type.in_(ASSIGNMENTS))
    rows = (await uow.session.execute(query)).all()
    reasons = await _reasons(uow, [row for row, _ in rows])
    names = await _names(uow, [row for row, _ in rows])
    words = await catalogue(uow)
    entries = [_entry(row, name, reasons, names, words) for row, name in rows]
    return [e for e in entries if field is None or field in e.changes]


async def _reasons(uow: UnitOfWork, rows: list[EventRow]) -> dict[str, str]:
    ids = [UUID(r.data["reason_id"]) for r in rows if r.data.get("reason_id")]
    if not ids:
        return {}
    found = await uow.session.execute(select(Message.id, Message.body).where(Message.id.in_(ids)))
    return {str(message_id): body for message_id, body in found}


async def _names(uow: UnitOfWork, rows: list[EventRow]) -> dict[str, str]:
    """Names of the people who appear as old or new owners."""
    ids = {
        UUID(value)
        for row in rows
        for value in row.data.get("changes", {}).get("assignee_id", ())
        if value
    }
    if not ids:
        return {}
    found = await uow.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {str(person_id): name for person_id, name in found}


def _entry(
    row: EventRow,
    name: str | None,
    reasons: dict[str, str],
    names: dict[str, str],
    words: Catalogue,
) -> Entry:
    changes = {
        _FIELD_NAMES.get(field, field): (
            _value(words, names, field, old),
            _value(words, names, field, new),
        )
        for field, (old, new) in row.data.get("changes", {}).items()
    }
    return Entry(
        id=row.id,
        type=row.type,
        at=row.at,
        actor_id=row.actor_id,
        actor=name or "Deskhand",
        surface=row.surface,
        changes=changes,
        reason=reasons.get(row.data.get("reason_id") or "", ""),
        data={k: v for k, v in row.data.items() if k not in {"changes", "reason_id"}},
    )


_FIELD_NAMES = {
    "status_id": "status",
    "assignee_id": "assignee",
    "team_id": "team",
    "category_id": "category",
    "subcategory_id": "subcategory",
}


def _value(words: Catalogue, names: dict[str, str], field: str, value: Any) -> Any:
    if value is None or field not in _FIELD_NAMES:
        return value
    if field == "assignee_id":
        return names.get(value, value)
    tables: dict[str, dict[UUID, Any]] = {
        "status_id": words.statuses,
        "team_id": words.teams,
    }
    known = tables.get(field, words.categories).get(UUID(value))
    return known.name if known else value


async def list_messages(uow: UnitOfWork, actor: Actor, number: int) -> list[MessageView]:
    """What was said on a ticket, oldest first, as far as the actor may read it."""
    ticket = await get_ticket(uow, actor, number, Permission.READ)
    rows = await uow.session.execute(
        select(Message, Person.name)
        .outerjoin(Person, Person.id == Message.author_id)
        .where(
            Message.ticket_id == ticket.id, Message.deleted_at.is_(None), visible_messages(actor)
        )
        .order_by(Message.created_at, Message.id)
    )
    return [to_message_view(message, name) for message, name in rows]


def to_message_view(message: Message, name: str | None) -> MessageView:
    """A message and its author's name as one value."""
    same = "id kind audience body author_id author_role surface created_at edited_at"
    values = {field: getattr(message, field) for field in same.split()}
    return MessageView(**values, author=name or "Deskhand")
