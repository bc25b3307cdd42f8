"""What all changes of a ticket share: take it, look whether it is fresh, change, record."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, true

from core.access.actor import Actor, Role
from core.access.permissions import Permission
from core.conversation.audience import Audience
from core.conversation.models import Message
from core.conversation.visibility import stands_on
from core.database.unit_of_work import UnitOfWork
from core.events.models import EventRow
from core.ids import new_id
from core.people.models import Person
from core.tickets.events import TicketEvent
from core.tickets.group import members_of_group
from core.tickets.models import Ticket
from core.tickets.queries import get_ticket, ref_of
from core.tickets.rules import Stale
from core.tickets.wording import event_in_words


async def take(
    uow: UnitOfWork, actor: Actor, number: int, wanted: Permission, seen: int | None = None
) -> Ticket:
    """Lock a ticket for a change by an actor with that right.

    ``seen`` is the revision that the actor was looking at; if the ticket has changed
    since, the act is held: raises :class:`Stale` with the news.
    """
    ticket = await get_ticket(uow, actor, number, wanted, lock=True)
    if seen is not None and ticket.revision != seen:
        count = await _new_messages(uow, ticket, seen)
        raise Stale(
            ref=ref_of(uow, number),
            news=await _news(uow, actor, ticket, seen, count),
            revision=ticket.revision,
            number=number,
            new_messages=count,
        )
    return ticket


async def _new_messages(uow: UnitOfWork, ticket: Ticket, seen: int) -> int:
    """How many messages customers wrote since that revision: each raises it by one, and so
    does every change, which has an event with the revision that it made."""
    changes = select(func.count()).where(
        EventRow.ticket_id == ticket.id, EventRow.data["revision"].as_integer() > seen
    )
    return max(0, ticket.revision - seen - (await uow.session.scalar(changes) or 0))


async def _news(uow: UnitOfWork, actor: Actor, ticket: Ticket, seen: int, count: int) -> str:
    """What happened since, newest first, in a line: ``2 new messages since, from Ana; Sam
    claimed this 12 s ago``."""
    rows = await uow.session.execute(
        select(EventRow, Person.name)
        .outerjoin(Person, Person.id == EventRow.actor_id)
        .where(
            EventRow.ticket_id == ticket.id,
            EventRow.data["revision"].as_integer() > seen,
        )
        .where(_known_to(actor))
        .order_by(EventRow.id.desc())
        .limit(3)
    )
    lines = [event_in_words(row.type, name or "Deskhand", row.at, uow.now) for row, name in rows]
    if count:
        authors = await _authors(uow, ticket, count) if actor.is_staff else []
        by = f", from {' and '.join(authors)}" if authors else ""
        lines.insert(0, f"{count} new message{'s' if count > 1 else ''} since{by}")
    return "; ".join(lines) + "." if lines else "there is news."


async def _authors(uow: UnitOfWork, ticket: Ticket, count: int) -> list[str]:
    """Who wrote the last messages of the customers' side, newest first."""
    members = await members_of_group(uow, ticket)
    customers = [member.requester_id for member in members]
    by_customer = or_(Message.author_role == Role.CUSTOMER.value, Message.author_id.in_(customers))
    rows = await uow.session.scalars(
        select(Person.name)
        .join(Message, Message.author_id == Person.id)
        .where(
            stands_on([member.id for member in members]),
            Message.audience == Audience.PUBLIC.value,
            by_customer,
        )
        .order_by(Message.created_at.desc(), Message.id.desc())
        .limit(count)
    )
    return list(dict.fromkeys(rows))


def _known_to(actor: Actor) -> ColumnElement[bool]:
    """Customers hear of what staff did and of their own acts, of no other customer's."""
    if actor.is_staff:
        return true()
    return or_(Person.role != Role.CUSTOMER.value, Person.id == actor.person_id)


async def change(
    uow: UnitOfWork,
    actor: Actor,
    ticket: Ticket,
    event: type[TicketEvent],
    *,
    reason: str = "",
    more: dict[str, tuple[Any, Any]] | None = None,
    **values: Any,
) -> bool:
    """Set fields, raise the revision and record what changed. False: nothing did.

    ``more`` holds changes outside the ticket's own row (tags). Extra fields of the
    event class (``method``) are taken from ``values`` too.
    """
    extra = {k: values.pop(k) for k in list(values) if k not in Ticket.__table__.columns}
    changes = {
        name: (getattr(ticket, name), value)
        for name, value in values.items()
        if getattr(ticket, name) != value
    } | (more or {})
    if not changes:
        return False
    for name, (_, value) in changes.items():
        if name in values:
            setattr(ticket, name, value)
    ticket.revision += 1
    ticket.updated_at = uow.now
    reason_id = await _keep_reason(uow, actor, ticket, reason)
    await uow.record(
        event(
            ticket_id=ticket.id,
            changes=changes,
            reason_id=reason_id,
            revision=ticket.revision,
            **extra,
        ),
        actor,
    )
    return True


async def _keep_reason(uow: UnitOfWork, actor: Actor, ticket: Ticket, reason: str) -> UUID | None:
    if not reason.strip():
        return None
    message = Message(
        id=new_id(),
        organisation_id=uow.organisation_id,
        ticket_id=ticket.id,
        kind="system",
        audience=Audience.INTERNAL.value,
        body=reason.strip(),
        author_id=actor.person_id,
        author_role=actor.role.value,
        surface=actor.surface,
        created_at=uow.now,
    )
    uow.session.add(message)
    return message.id
