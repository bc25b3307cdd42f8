"""Tickets that close by themselves: some time after they were resolved, warned of before."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, or_, select

from core.access.actor import Actor, the_desk
from core.conversation.places import CUSTOMER, address
from core.database.rows import insert_rows
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import owe, owe_all
from core.events.due import put_off
from core.events.models import Due, EventRow
from core.people.organisation import (
    OrganisationChanged,
    OrganisationSettings,
    organisation_settings,
)
from core.tickets.announcements.serving import own_places
from core.tickets.configuration.catalogue import catalogue
from core.tickets.ending_events import TicketClosingSoon
from core.tickets.events import TicketEvent, TicketResolved, TicketUnmerged
from core.tickets.models import Ticket
from core.tickets.resolving import close
from core.tickets.rules import Base

WARNING_DUE, CLOSE_DUE, PLAN_DUE = "close warning", "close", "plan closing"
_KINDS = (WARNING_DUE, CLOSE_DUE)
_DUES = insert_rows(Due, "closings", or_nothing=True)


def closing_times(
    settings: OrganisationSettings, resolved_at: datetime
) -> tuple[datetime, datetime] | None:
    """When the customer is warned and when the ticket closes; None: it never does."""
    if settings.close_after_days is None:
        return None
    closes = resolved_at + timedelta(days=settings.close_after_days)
    return closes - timedelta(days=settings.close_warning_days), closes


async def plan_closing(uow: UnitOfWork, actor: Actor, event: TicketResolved) -> None:
    """From the resolution on the ticket waits for its end."""
    times = closing_times(await organisation_settings(uow), uow.now)
    if times is None or event.ticket_id is None:
        return
    rows = [
        {"organisation_id": uow.organisation_id, "kind": kind, "id": event.ticket_id, "due_at": at}
        for kind, at in zip(_KINDS, times, strict=True)
    ]
    uow.writes.add_rows(_DUES, rows)


async def forget_closing(uow: UnitOfWork, actor: Actor, event: TicketEvent) -> None:
    """It was opened again, closed by somebody, or put away: nothing is to come any more."""
    await uow.flush()
    await uow.session.execute(
        delete(Due).where(
            Due.organisation_id == uow.organisation_id,
            Due.kind.in_(_KINDS),
            Due.id == event.ticket_id,
        )
    )


async def closing_is_near(uow: UnitOfWork, ticket_id: UUID) -> None:
    """Tell the customer when it closes: never sooner than was promised from now on."""
    ticket = await _resolved(uow, ticket_id)
    settings = await organisation_settings(uow)
    if ticket is None or ticket.resolved_at is None:
        return
    times = closing_times(settings, ticket.resolved_at)
    if times is None:
        return
    closes = max(times[1], uow.now + timedelta(days=settings.close_warning_days))
    await put_off(uow, CLOSE_DUE, {ticket.id: closes})
    warned = TicketClosingSoon(ticket_id=ticket.id, closes_at=closes)
    await uow.record(warned, the_desk(uow.organisation_id))


async def announce_closing(uow: UnitOfWork, actor: Actor, event: TicketClosingSoon) -> None:
    """The customer reads it where the conversation stands."""
    assert event.ticket_id is not None
    owed = [
        owe(uow, address(p), "line", ticket_id=event.ticket_id, event_id=event.event_id)
        for p in await own_places(uow, event.ticket_id)
        if p.role == CUSTOMER
    ]
    owe_all(uow, owed)


async def close_resolved(uow: UnitOfWork, ticket_id: UUID) -> None:
    """The time has come: nobody has said anything against it."""
    ticket = await _resolved(uow, ticket_id)
    if ticket is not None and (await organisation_settings(uow)).close_after_days is not None:
        await close(uow, the_desk(uow.organisation_id), ticket.number)


async def _resolved(uow: UnitOfWork, ticket_id: UUID) -> Ticket | None:
    """The ticket, if it is still resolved and nobody put it away meanwhile."""
    ticket = await uow.session.get(Ticket, ticket_id, with_for_update={"key_share": True})
    if ticket is None or ticket.deleted_at is not None or ticket.merged_into_id is not None:
        return None
    is_resolved = (await catalogue(uow)).base(ticket.status_id) is Base.RESOLVED
    return ticket if is_resolved else None


async def plan_closing_again(uow: UnitOfWork, actor: Actor, event: TicketUnmerged) -> None:
    """What waited for its end when it was merged waits on, warned of as was promised."""
    assert event.ticket_id is not None
    ticket = await _resolved(uow, event.ticket_id)
    if ticket is None or ticket.resolved_at is None:
        return
    settings = await organisation_settings(uow)
    times = closing_times(settings, ticket.resolved_at)
    if times is None:
        return
    warned = await uow.session.scalar(
        select(EventRow)
        .where(
            EventRow.ticket_id == ticket.id,
            EventRow.type == TicketClosingSoon.type,
            EventRow.at >= ticket.resolved_at,
        )
        .order_by(EventRow.id.desc())
        .limit(1)
    )
    closes = datetime.fromisoformat(warned.data["closes_at"]) if warned else times[1]
    if closes <= event.changes["merged_at"][0]:
        return  # long over: its customer is not woken up
    if warned is None:
        await put_off(uow, WARNING_DUE, {ticket.id: times[0]})
        closes = max(closes, uow.now + timedelta(days=settings.close_warning_days))
    await put_off(uow, CLOSE_DUE, {ticket.id: closes})


async def follow_closing_settings(
    uow: UnitOfWork, actor: Actor, event: OrganisationChanged
) -> None:
    """Another time or none: plan anew."""
    if {"close_after_days", "close_warning_days"} & set(event.fields):
        await plan_closings(uow, uow.organisation_id)


async def plan_closings(uow: UnitOfWork, organisation_id: UUID) -> None:
    """Plan the end of all tickets that wait for it, or were resolved not longer ago than
    that takes. Older ones stay as they are: their customers are not woken up."""
    mine = (Due.organisation_id == organisation_id) & Due.kind.in_(_KINDS)
    waiting = set(await uow.session.scalars(select(Due.id).where(mine)))
    unwarned = set(await uow.session.scalars(select(Due.id).where(mine, Due.kind == WARNING_DUE)))
    await uow.session.execute(delete(Due).where(mine))
    settings = await organisation_settings(uow)
    if settings.close_after_days is None:
        return
    resolved = [s.id for s in (await catalogue(uow)).statuses.values() if s.base is Base.RESOLVED]
    lately = uow.now - timedelta(days=settings.close_after_days)
    rows = await uow.session.execute(
        select(Ticket.id, func.coalesce(Ticket.resolved_at, Ticket.updated_at)).where(
            Ticket.status_id.in_(resolved),
            Ticket.deleted_at.is_(None),
            or_(Ticket.resolved_at > lately, Ticket.id.in_(waiting)),
        )
    )
    warnings: dict[UUID, datetime | None] = {}
    closings: dict[UUID, datetime | None] = {}
    for ticket_id, resolved_at in rows:
        times = closing_times(settings, resolved_at)
        assert times is not None
        if ticket_id in unwarned or ticket_id not in waiting:
            warnings[ticket_id] = times[0]
        closings[ticket_id] = times[1]
    await put_off(uow, WARNING_DUE, warnings)
    await put_off(uow, CLOSE_DUE, closings)
