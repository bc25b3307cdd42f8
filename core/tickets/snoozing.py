"""Snoozing: out of the way until a moment, until the customer writes, or until somebody gets it.

Targets are not paused by it: what was promised to the customer goes on counting.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from core.access.actor import Actor, the_desk
from core.access.permissions import Permission
from core.conversation.audience import Audience
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid
from core.events.due import put_off
from core.events.models import EventRow
from core.tickets.changing import change, take
from core.tickets.configuration.catalogue import catalogue
from core.tickets.events import (
    MessagePosted,
    TicketEscalated,
    TicketEvent,
    TicketMerged,
    TicketSnoozed,
    TicketUnmerged,
    TicketWoken,
)
from core.tickets.messages import customer_wrote_since
from core.tickets.models import Ticket
from core.tickets.reading.queries import ref_of
from core.tickets.relations.group import root_id_of
from core.tickets.rules import DONE, Impossible

DUE_KIND = "snooze"
LONGEST = timedelta(days=366)


def check_snooze(until: datetime, now: datetime) -> None:
    """Raise :class:`Invalid` unless it ends in the future, within a year."""
    if until <= now:
        raise Invalid(field="until", problem="this is over already; say a moment to come")
    if until - now > LONGEST:
        raise Invalid(field="until", problem="at most a year")


async def snooze(
    uow: UnitOfWork,
    actor: Actor,
    number: int,
    until: datetime,
    *,
    reason: str = "",
    seen: int | None = None,
) -> Ticket:
    """Put the ticket aside until then; the owner is told when it is back.

    Raises :class:`Invalid` (field ``until``), or :class:`Impossible` for one that has ended.
    """
    ticket = await take(uow, actor, number, Permission.EDIT, seen)
    check_snooze(until, uow.now)
    base = (await catalogue(uow)).base(ticket.status_id)
    if base in DONE:
        raise Impossible(
            ref=ref_of(uow, ticket.number), state=base.value, hint="there is nothing to wait for."
        )
    await change(uow, actor, ticket, TicketSnoozed, reason=reason, snoozed_until=until)
    await put_off(uow, DUE_KIND, {ticket.id: until})
    return ticket


async def wake(uow: UnitOfWork, actor: Actor, number: int, *, seen: int | None = None) -> Ticket:
    """Bring the ticket back now. Raises :class:`Impossible` if it is not snoozed."""
    ticket = await take(uow, actor, number, Permission.EDIT, seen)
    if ticket.snoozed_until is None:
        raise Impossible(
            ref=ref_of(uow, ticket.number), state="not snoozed", hint="there is nothing to wake."
        )
    await _wake(uow, actor, ticket, "person")
    return ticket


async def _wake(uow: UnitOfWork, actor: Actor, ticket: Ticket, method: str) -> None:
    await put_off(uow, DUE_KIND, {ticket.id: None})
    await change(uow, actor, ticket, TicketWoken, method=method, snoozed_until=None)


async def snooze_is_due(uow: UnitOfWork, ticket_id: UUID) -> None:
    """The sweep found that a ticket's time has come: it is back, and its owner is told."""
    ticket = await uow.session.get(Ticket, ticket_id, with_for_update={"key_share": True})
    if ticket is None or ticket.snoozed_until is None or ticket.deleted_at is not None:
        return
    if ticket.snoozed_until > uow.now:
        await put_off(uow, DUE_KIND, {ticket.id: ticket.snoozed_until})
        return
    await _wake(uow, the_desk(uow.organisation_id), ticket, "time")


async def wake_on_reply(uow: UnitOfWork, actor: Actor, event: MessagePosted) -> None:
    """What the customer writes brings the ticket back at once."""
    if event.by != "customer" or event.audience != Audience.PUBLIC.value:
        return
    ticket = await uow.session.get(Ticket, event.ticket_id)
    if ticket is not None and ticket.merged_into_id is not None:
        ticket = await uow.session.get(Ticket, await root_id_of(uow, ticket))
    if ticket is not None and ticket.snoozed_until is not None:
        await _wake(uow, actor, ticket, "reply")


async def wake_at_the_end(uow: UnitOfWork, actor: Actor, event: TicketEvent) -> None:
    """A ticket that has ended waits for nothing any more."""
    ticket = await uow.session.get(Ticket, event.ticket_id)
    if ticket is not None and ticket.snoozed_until is not None:
        ticket.snoozed_until = None
        await put_off(uow, DUE_KIND, {ticket.id: None})


async def wake_when_given(uow: UnitOfWork, actor: Actor, event: TicketEvent) -> None:
    """Whoever gets the ticket, or is called to it, finds it where their work stands."""
    owners = (event.changes.get(name, (None, None))[1] for name in ("assignee_id", "team_id"))
    if event.type != TicketEscalated.type and not any(owners):
        return
    ticket = await uow.session.get(Ticket, event.ticket_id)
    if ticket is not None and ticket.snoozed_until is not None:
        await _wake(uow, actor, ticket, "person")


async def snooze_again(uow: UnitOfWork, actor: Actor, event: TicketUnmerged) -> None:
    """A merge that was undone ended no snooze; what the customer wrote meanwhile did."""
    ticket = await uow.session.get_one(Ticket, event.ticket_id)
    merged = await uow.session.scalar(
        select(EventRow)
        .where(EventRow.ticket_id == ticket.id, EventRow.type == TicketMerged.type)
        .order_by(EventRow.id.desc())
        .limit(1)
    )
    said = merged.data["changes"].get("snoozed_until") if merged else None
    until = datetime.fromisoformat(said[0]) if said else None
    if merged is None or until is None or until <= uow.now:
        return
    base = (await catalogue(uow)).base(ticket.status_id)
    if base in DONE or await customer_wrote_since(uow, ticket, merged.at):
        return
    await change(uow, actor, ticket, TicketSnoozed, snoozed_until=until)
    await put_off(uow, DUE_KIND, {ticket.id: until})
