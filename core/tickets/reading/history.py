"""A ticket's history: who changed what, when, from where, from which value to which."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select, tuple_
from sqlalchemy.orm import aliased

from core.access.actor import Actor
from core.access.permissions import Permission
from core.conversation.file_models import Attachment
from core.conversation.models import Message
from core.conversation.visibility import visible_messages
from core.database.unit_of_work import UnitOfWork
from core.events.models import EventRow
from core.people.models import Person
from core.tickets.configuration.catalogue import Catalogue, catalogue
from core.tickets.events import TicketAssigned, TicketClaimed, TicketReleased
from core.tickets.files.attaching import files_of
from core.tickets.held.outdated import edited_after_answer
from core.tickets.models import Ticket
from core.tickets.reading.queries import get_ticket
from core.tickets.relations.group import Member, members_of_group, readable

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
    """A message with its author's name. ``edited_after_answer`` is for staff: an answer was
    written before the customer changed it."""

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
    attachments: tuple[Attachment, ...] = ()
    edited_after_answer: bool = False


async def history(
    uow: UnitOfWork,
    actor: Actor,
    number: int,
    *,
    field: str | None = None,
    assignments: bool = False,
) -> list[Entry]:
    """All that happened to a ticket and to those merged into it, oldest first; only to
    one ``field`` if asked for."""
    ticket = await get_ticket(uow, actor, number, Permission.HISTORY)
    await uow.finish()
    query = (
        select(EventRow, Person.name)
        .outerjoin(Person, Person.id == EventRow.actor_id)
        .where(_of_all(ticket, await members_of_group(uow, ticket)))
        .order_by(EventRow.at, EventRow.id)
    )
    if assignments:
        by_macro = EventRow.data["changes"].has_key("assignee_id")
        query = query.where(or_(EventRow.type.in_(ASSIGNMENTS), by_macro))
    rows = (await uow.session.execute(query)).all()
    reasons = await _reasons(uow, [row for row, _ in rows])
    names = await _names(uow, [row for row, _ in rows])
    words = await catalogue(uow)
    entries = [_entry(row, name, reasons, names, words) for row, name in rows]
    return [e for e in entries if field is None or field in e.changes]


def _of_all(ticket: Ticket, members: list[Member]) -> ColumnElement[bool]:
    """Facts of the whole group, but the clocks of the surviving ticket alone."""
    others = [member.id for member in members if member.id != ticket.id]
    if not others:
        return EventRow.ticket_id == ticket.id
    clocks = EventRow.type.startswith("Clock")
    return or_(EventRow.ticket_id == ticket.id, and_(EventRow.ticket_id.in_(others), ~clocks))


async def _reasons(uow: UnitOfWork, rows: list[EventRow]) -> dict[str, str]:
    ids = [UUID(r.data["reason_id"]) for r in rows if r.data.get("reason_id")]
    if not ids:
        return {}
    found = await uow.session.execute(select(Message.id, Message.body).where(Message.id.in_(ids)))
    return {str(message_id): body for message_id, body in found}


async def _names(uow: UnitOfWork, rows: list[EventRow]) -> dict[str, str]:
    """Names of the people who appear as old or new owners and customers."""
    ids = {
        UUID(value)
        for row in rows
        for field in _PEOPLE
        for value in row.data.get("changes", {}).get(field, ())
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


_PEOPLE = ("assignee_id", "requester_id")
_FIELD_NAMES = {
    "requester_id": "customer",
    "status_id": "status",
    "assignee_id": "assignee",
    "team_id": "team",
    "category_id": "category",
    "subcategory_id": "subcategory",
}


def _value(words: Catalogue, names: dict[str, str], field: str, value: Any) -> Any:
    if value is None or field not in _FIELD_NAMES:
        return value
    if field in _PEOPLE:
        return names.get(value, value)
    tables: dict[str, dict[UUID, Any]] = {
        "status_id": words.statuses,
        "team_id": words.teams,
    }
    known = tables.get(field, words.categories).get(UUID(value))
    return known.name if known else value


async def list_messages(
    uow: UnitOfWork,
    actor: Actor,
    number: int,
    *,
    after: UUID | None = None,
    before: UUID | None = None,
    limit: int | None = None,
    latest: bool = False,
) -> list[MessageView]:
    """What was said on a ticket and on those merged into it, oldest first, as far as the
    actor may read it (see :mod:`core.tickets.relations.group`).

    A page of it: ``limit`` messages ``after`` one, or the last ``limit`` before another;
    with ``latest`` the last ones of all.
    """
    ticket = await get_ticket(uow, actor, number, Permission.READ)
    backwards = latest or before is not None
    query = (
        select(Message, Person.name, edited_after_answer() if actor.is_staff else false())
        .outerjoin(Person, Person.id == Message.author_id)
        .where(
            readable(actor, await members_of_group(uow, ticket)),
            Message.deleted_at.is_(None),
            visible_messages(actor),
        )
        .where(*_beyond(after, before))
        .limit(limit)
    )
    order = (Message.created_at, Message.id)
    query = query.order_by(*(column.desc() if backwards else column for column in order))
    found = (await uow.session.execute(query)).all()
    found = found[::-1] if backwards else found
    files = await files_of(uow, [message.id for message, _, _ in found])
    return [
        replace(
            to_message_view(message, name, files.get(message.id, ())), edited_after_answer=outdated
        )
        for message, name, outdated in found
    ]


def _beyond(after: UUID | None, before: UUID | None) -> list[ColumnElement[bool]]:
    """Only what was said after or before a message."""
    place = tuple_(Message.created_at, Message.id)
    beyond = aliased(Message)
    found = []
    for end, later in ((after, True), (before, False)):
        if end is not None:
            at = select(beyond.created_at, beyond.id).where(beyond.id == end).scalar_subquery()
            found.append(place > at if later else place < at)
    return found


def to_message_view(
    message: Message, name: str | None, files: tuple[Attachment, ...] = ()
) -> MessageView:
    """A message, its author's name and its files as one value."""
    same = "id kind audience body author_id author_role surface created_at edited_at"
    values = {field: getattr(message, field) for field in same.split()}
    return MessageView(**values, author=name or "Deskhand", attachments=files)
