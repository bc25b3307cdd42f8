"""What all changes of a ticket share: take it, look whether it is fresh, change, record."""

from typing import Any
from uuid import UUID

from core.access.actor import Actor
from core.access.permissions import Permission
from core.conversation.audience import Audience
from core.conversation.models import Message
from core.database.unit_of_work import UnitOfWork
from core.ids import new_id
from core.tickets.events import TicketEvent
from core.tickets.models import Ticket
from core.tickets.news import Seen, refuse_if_behind
from core.tickets.reading.queries import get_ticket


async def take(
    uow: UnitOfWork, actor: Actor, number: int, wanted: Permission, seen: Seen = None
) -> Ticket:
    """Lock a ticket for a change by an actor with that right.

    ``seen`` is what the actor was looking at; if there is news since, the act is held: raises
    :class:`core.tickets.rules.Stale` with it.
    """
    ticket = await get_ticket(uow, actor, number, wanted, lock=True)
    await refuse_if_behind(uow, actor, ticket, number, seen)
    return ticket


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
