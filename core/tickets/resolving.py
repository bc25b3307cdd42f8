"""The end of a ticket, and what comes before and after: status, resolve, close, reopen."""

from typing import Any
from uuid import UUID

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.conversation.audience import Audience
from core.database.unit_of_work import UnitOfWork
from core.tickets.catalogue import StatusWord, catalogue
from core.tickets.changing import change, take
from core.tickets.events import (
    TicketClosed,
    TicketEvent,
    TicketReopened,
    TicketResolved,
    TicketStatusChanged,
)
from core.tickets.messages import checked_text, say
from core.tickets.models import Ticket
from core.tickets.queries import ref_of, scope_of
from core.tickets.rules import DONE, Base, check_reopening, check_transition


async def set_status(
    uow: UnitOfWork,
    actor: Actor,
    number: int,
    said: str,
    *,
    reason: str = "",
    seen: int | None = None,
) -> Ticket:
    """Move the ticket to the status of that name, whatever the move means.

    Raises ``Invalid`` for an unknown status and ``Impossible`` for a forbidden move.
    """
    ticket = await take(uow, actor, number, Permission.EDIT, seen)
    await _move(uow, actor, ticket, (await catalogue(uow)).status_named(said), reason)
    return ticket


async def resolve(
    uow: UnitOfWork,
    actor: Actor,
    number: int,
    text: str = "",
    *,
    seen: int | None = None,
    place_id: UUID | None = None,
) -> Ticket:
    """Say that it is solved, with a closing message to the customer if there is one."""
    ticket = await take(uow, actor, number, Permission.RESOLVE, seen)
    status = (await catalogue(uow)).first_status(Base.RESOLVED)
    if text.strip():
        await say(uow, actor, ticket, checked_text(text), Audience.PUBLIC, place_id=place_id)
    await _move(uow, actor, ticket, status, "")
    return ticket


async def close(uow: UnitOfWork, actor: Actor, number: int, *, seen: int | None = None) -> Ticket:
    """End it: the requester says that it is solved, or staff put it away."""
    ticket = await take(uow, actor, number, Permission.CLOSE, seen)
    await _move(uow, actor, ticket, (await catalogue(uow)).first_status(Base.CLOSED), "")
    return ticket


async def reopen(
    uow: UnitOfWork,
    actor: Actor,
    number: int,
    *,
    reason: str = "",
    seen: int | None = None,
) -> Ticket:
    """It was not over. Possible for some time after its end."""
    ticket = await take(uow, actor, number, Permission.REOPEN, seen)
    words = await catalogue(uow)
    base = words.base(ticket.status_id)
    ended = ticket.closed_at or ticket.resolved_at
    check_reopening(ref_of(uow, number), base, ended, uow.now)
    if reason.strip() and not actor.is_staff:
        # A customer's reason is part of the conversation.
        await say(uow, actor, ticket, checked_text(reason), Audience.PUBLIC)
        reason = ""
    await _move(uow, actor, ticket, words.first_status(Base.OPEN), reason)
    return ticket


async def _move(
    uow: UnitOfWork, actor: Actor, ticket: Ticket, status: StatusWord, reason: str
) -> None:
    before = (await catalogue(uow)).base(ticket.status_id)
    if status.id == ticket.status_id:
        return
    check_transition(ref_of(uow, ticket.number), before, status.base, status.name)
    event, values = _meaning(uow, ticket, before, status.base)
    if event is TicketReopened:
        ended = ticket.closed_at or ticket.resolved_at
        check_reopening(ref_of(uow, ticket.number), before, ended, uow.now)
        require(actor, Permission.REOPEN, await scope_of(uow, ticket))
    await change(uow, actor, ticket, event, reason=reason, status_id=status.id, **values)


def _meaning(
    uow: UnitOfWork, ticket: Ticket, before: Base, after: Base
) -> tuple[type[TicketEvent], dict[str, Any]]:
    if after is Base.RESOLVED:
        return TicketResolved, {"resolved_at": uow.now, "closed_at": None}
    if after is Base.CLOSED:
        return TicketClosed, {"resolved_at": ticket.resolved_at or uow.now, "closed_at": uow.now}
    if before in DONE:
        return TicketReopened, {"resolved_at": None, "closed_at": None}
    return TicketStatusChanged, {}
