"""What a member of staff looked at or did last: the way back to where one was."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.database.unit_of_work import UnitOfWork
from core.tickets.configuration.catalogue import catalogue
from core.tickets.events import MessagePosted, TicketEvent, TicketOpened
from core.tickets.models import Ticket
from core.tickets.reading.queries import visible_to
from core.tickets.reading.views import TicketView, select_views, to_view
from core.tickets.relations.relation_models import RecentTicket

SHOWN = 20
KEPT = timedelta(days=60)

_added = insert(RecentTicket).values(
    {
        name: bindparam(f"recent_{name}")
        for name in ("organisation_id", "person_id", "ticket_id", "at")
    }
)
_REMEMBER = _added.on_conflict_do_update(
    index_elements=["person_id", "ticket_id"], set_={"at": _added.excluded.at}
)


async def look_at(uow: UnitOfWork, actor: Actor, ticket_id: UUID) -> None:
    """Remember that the actor looked at a ticket. Customers have few; theirs are not kept."""
    if not actor.is_staff or actor.person_id is None:
        return
    require(actor, Permission.READ)
    old = RecentTicket.at < uow.now - KEPT
    await uow.session.execute(
        delete(RecentTicket).where(RecentTicket.person_id == actor.person_id, old)
    )
    _remember(uow, actor.person_id, ticket_id)


async def remember_touched(
    uow: UnitOfWork, actor: Actor, event: TicketEvent | MessagePosted
) -> None:
    """Who did something with a ticket finds it among their recent ones."""
    opened = isinstance(event, TicketOpened) and event.silent
    if opened or (isinstance(event, MessagePosted) and event.opening):
        return
    if actor.is_staff and actor.person_id is not None and event.ticket_id is not None:
        _remember(uow, actor.person_id, event.ticket_id)


def _remember(uow: UnitOfWork, person_id: UUID, ticket_id: UUID) -> None:
    uow.writes.add(
        _REMEMBER,
        recent_organisation_id=uow.organisation_id,
        recent_person_id=person_id,
        recent_ticket_id=ticket_id,
        recent_at=uow.now,
    )


async def list_recent(
    uow: UnitOfWork, actor: Actor, conditions: list[ColumnElement[bool]], *, limit: int = SHOWN
) -> list[TicketView]:
    """The tickets that the actor looked at or touched last, the latest first, 20 at most."""
    require(actor, Permission.READ)
    words = await catalogue(uow)
    query = (
        select_views()
        .join(RecentTicket, RecentTicket.ticket_id == Ticket.id)
        .where(RecentTicket.person_id == actor.person_id, visible_to(actor), *conditions)
        .order_by(RecentTicket.at.desc(), Ticket.number.desc())
        .limit(min(limit, SHOWN))
    )
    rows: Any = await uow.session.execute(query)
    return [to_view(uow, words, row) for row in rows]


async def recent_names(uow: UnitOfWork, actor: Actor) -> list[tuple[int, str]]:
    """Number and subject of the same, for completing a ticket's number."""
    require(actor, Permission.READ)
    query = (
        select(Ticket.number, Ticket.subject)
        .join(RecentTicket, RecentTicket.ticket_id == Ticket.id)
        .where(RecentTicket.person_id == actor.person_id, visible_to(actor))
        .order_by(RecentTicket.at.desc(), Ticket.number.desc())
        .limit(SHOWN)
    )
    return [(number, subject) for number, subject in await uow.session.execute(query)]
