"""Tickets like one that is there, and how they ended."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on

from core.access.actor import STAFF, Actor
from core.access.permissions import Permission
from core.conversation.audience import Audience
from core.conversation.models import Message
from core.conversation.visibility import HOME_ID, stands_on, visible_messages
from core.database.unit_of_work import UnitOfWork
from core.database.vectors import Vector
from core.tickets.configuration.catalogue import catalogue
from core.tickets.models import Ticket
from core.tickets.reading.nearness import near_tickets, older_alike
from core.tickets.reading.queries import get_ticket, own_tickets, visible_to
from core.tickets.reading.vector_models import TicketVector
from core.tickets.reading.views import TicketView, select_views, to_view
from core.tickets.rules import DONE

ALIKE = 0.5
"""How near a ticket must be to be called similar."""
CANDIDATES = 200
"""The nearest of all, from which those are taken that the reader may see."""
LONGEST = 600


@dataclass(frozen=True)
class SimilarTicket:
    """A ticket like the one asked about, and how it ended.

    ``ending`` is the beginning of what staff said last: to the customer, or, if they
    never did, in a note (``internal``). Empty while the ticket goes on.
    """

    view: TicketView
    near: float
    ending: str
    internal: bool


async def similar_tickets(
    uow: UnitOfWork, actor: Actor, number: int, limit: int = 3
) -> list[SimilarTicket]:
    """The tickets most like this one that the actor may see, most similar first.

    None for a ticket whose vector is not made yet. Raises ``NotFound`` or ``Denied``.
    """
    ticket = await get_ticket(uow, actor, number, Permission.READ)
    vector = await _vector_of(uow, ticket.id)
    if vector is None:
        return []
    own = own_tickets(actor)
    older = await older_alike(uow, ticket.subject) if own is None else None
    found = near_tickets(
        uow.organisation_id, vector, own, least=ALIKE, most=CANDIDATES, older=older
    )
    near = found.cte("near").prefix_with("MATERIALIZED")
    query = (
        select_views()
        .add_columns(near.c.near)
        .join(near, near.c.id == Ticket.id)
        .where(visible_to(actor), Ticket.id != ticket.id)
        # What was merged into this one or into another is that one's story.
        .where(Ticket.merged_into_id.is_(None))
        .order_by(near.c.near.desc())
        .limit(limit)
    )
    known = await catalogue(uow)
    rows = [
        (to_view(uow, known, row), row.near) for row in (await uow.session.execute(query)).all()
    ]
    endings = await _endings(uow, actor, [view.id for view, _ in rows if view.base in DONE])
    return [
        SimilarTicket(view, near_by, *endings.get(view.id, ("", False))) for view, near_by in rows
    ]


async def _vector_of(uow: UnitOfWork, ticket_id: UUID) -> Vector | None:
    query = select(TicketVector.embedding, TicketVector.model).where(
        TicketVector.ticket_id == ticket_id, TicketVector.embedding.is_not(None)
    )
    row = (await uow.session.execute(query)).one_or_none()
    return Vector(row.embedding, row.model) if row else None


async def _endings(
    uow: UnitOfWork, actor: Actor, tickets: list[UUID]
) -> dict[UUID, tuple[str, bool]]:
    """What staff said last on each, publicly if they did, and whether it is a note; to a customer,
    what they said while the ticket was that customer's."""
    public = Message.audience == Audience.PUBLIC.value
    query = (
        select(
            HOME_ID.label("ticket_id"),
            func.left(Message.body, LONGEST).label("said"),
            (~public).label("internal"),
        )
        .ext(distinct_on(HOME_ID))
        .where(stands_on(tickets), visible_messages(actor))
        .where(Message.author_role.in_(STAFF), Message.deleted_at.is_(None))
        .order_by(HOME_ID, public.desc(), Message.id.desc())
    )
    if not actor.is_staff:
        query = query.join(Ticket, Ticket.id == HOME_ID).where(
            or_(Ticket.moved_at.is_(None), Message.created_at > Ticket.moved_at)
        )
    rows: Any = await uow.session.execute(query) if tickets else ()
    return {row.ticket_id: (row.said, row.internal) for row in rows}
