"""Replying to the customer, and writing notes for staff."""

from uuid import UUID

from core.access.actor import Actor
from core.access.permissions import Permission
from core.conversation.audience import Audience
from core.conversation.models import Message
from core.database.unit_of_work import UnitOfWork
from core.tickets.catalogue import catalogue
from core.tickets.changing import change, take
from core.tickets.events import TicketReopened, TicketStatusChanged
from core.tickets.messages import checked_text, say
from core.tickets.models import Ticket
from core.tickets.queries import ref_of
from core.tickets.rules import DONE, Base, check_reopening


async def reply(
    uow: UnitOfWork,
    actor: Actor,
    number: int,
    text: str,
    *,
    seen: int | None = None,
    place_id: UUID | None = None,
) -> Message:
    """Say something that customer and staff both see.

    A customer's reply to a ticket that waits for the customer opens it again; so
    does one soon after its end. An agent's first reply begins the work. Raises
    ``Stale`` when customer and agent wrote at the same time.
    """
    body = checked_text(text)
    ticket = await take(uow, actor, number, Permission.REPLY, seen if actor.is_staff else None)
    await _follow_up(uow, actor, ticket)
    return await say(uow, actor, ticket, body, Audience.PUBLIC, place_id=place_id)


async def _follow_up(uow: UnitOfWork, actor: Actor, ticket: Ticket) -> None:
    words = await catalogue(uow)
    base = words.base(ticket.status_id)
    opened = words.first_status(Base.OPEN).id
    if actor.is_staff:
        if base is Base.NEW:
            await change(uow, actor, ticket, TicketStatusChanged, status_id=opened)
        return
    if base in DONE:
        ended = ticket.closed_at or ticket.resolved_at
        check_reopening(ref_of(uow, ticket.number), base, ended, uow.now)
        await change(
            uow, actor, ticket, TicketReopened, status_id=opened, resolved_at=None, closed_at=None
        )
    elif base is Base.PENDING:
        await change(uow, actor, ticket, TicketStatusChanged, status_id=opened)


async def note(
    uow: UnitOfWork, actor: Actor, number: int, text: str, *, place_id: UUID | None = None
) -> Message:
    """Write something that only staff see, on every door and in every export."""
    body = checked_text(text)
    ticket = await take(uow, actor, number, Permission.NOTE)
    return await say(uow, actor, ticket, body, Audience.INTERNAL, place_id=place_id)
