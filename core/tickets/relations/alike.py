"""Noticing that many ask the same at once, and keeping it on the newest of their tickets.

When a ticket's meaning is known it is compared with the open tickets of the last day. If
enough of them are near, the newest keeps their numbers (``Ticket.alike``) and its card shows
them; older ones keep none, so that there is one suggestion, repainted and never said again.
If some of them are gathered already, it is the parent's number that is kept. A person decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Row, select

from core.database.unit_of_work import UnitOfWork
from core.database.vectors import Vector, nearness
from core.events.deliveries import owe_all
from core.people.models import Team
from core.tickets.announcements.announcing import card_for
from core.tickets.announcements.serving import staff_places
from core.tickets.configuration.catalogue import catalogue
from core.tickets.models import Ticket
from core.tickets.reading.vector_models import TicketVector
from core.tickets.rules import DONE

RECENT = timedelta(hours=24)
NEAR = 0.6
"""How near two tickets must be to ask the same: nearer than to be called similar."""
ENOUGH = 3
"""Tickets, the newest among them, that make a suggestion."""
NEWEST = 1000
"""Tickets before it with which one is compared, so that bringing in many stays cheap."""
MOST = 20
"""Of so many at most: the nearest. Who gathers them may name more."""


@dataclass(frozen=True)
class Candidate:
    """An open ticket near the one that is looked at. ``parent``: what gathers it already."""

    number: int
    parent: int | None = None


def to_suggest(number: int, near: Sequence[Candidate]) -> tuple[int, list[int]] | None:
    """On which ticket to keep which numbers, from the open ones near ``number``. None: there
    are too few.

    One that gathers several of them already goes before a new one; of several such, the
    latest.
    """
    parents = [one.parent for one in near if one.parent is not None]
    free = sorted({number, *(one.number for one in near if one.parent is None)})
    if parents:
        return free[-1], [max(parents)]
    return (free[-1], free[:-1]) if len(free) >= ENOUGH else None


async def look_for_alike(uow: UnitOfWork, ticket_id: UUID) -> None:
    """A ticket's meaning has become known: keep on the newest what asks the same."""
    ticket = await uow.session.get(Ticket, ticket_id)
    if ticket is None or not await _is_looked_at(uow, ticket):
        return
    rows = await _near(uow, ticket)
    near = [Candidate(row.Ticket.number, row.parent) for row in rows]
    suggested = to_suggest(ticket.number, near)
    newest, numbers = suggested or (ticket.number, [])
    # In the order in which all lock tickets.
    for one in sorted((ticket, *(row.Ticket for row in rows)), key=lambda one: one.number):
        await _keep(uow, one, numbers if one.number == newest else [])


async def _is_looked_at(uow: UnitOfWork, ticket: Ticket) -> bool:
    base = (await catalogue(uow)).base(ticket.status_id)
    apart = (ticket.merged_into_id, ticket.deleted_at, ticket.gathers_since)
    free = ticket.gathered_into_id is None and all(one is None for one in apart)
    return free and base not in DONE and ticket.created_at > uow.now - RECENT


async def _near(uow: UnitOfWork, ticket: Ticket) -> list[Row[tuple[Ticket, int | None]]]:
    """Open tickets of the last day near this one, nearest first, with the number of the open
    one that gathers each; none of a private team for another."""
    own = await uow.session.get(TicketVector, ticket.id, populate_existing=True)
    if own is None or own.embedding is None or own.model is None:
        return []
    near = nearness(TicketVector.embedding, Vector(own.embedding, own.model))
    words = await catalogue(uow)
    open_ones = [one.id for one in words.statuses.values() if one.base not in DONE]
    parents = select(Ticket.id, Ticket.number).where(
        Ticket.gathers_since.is_not(None), Ticket.deleted_at.is_(None)
    )
    parent = parents.where(Ticket.status_id.in_(open_ones)).subquery()
    private = select(Team.id).where(Team.is_private)
    same_team = Ticket.team_id.is_not_distinct_from(ticket.team_id)
    mine_is_private = words.is_private(ticket.team_id)
    public = Ticket.team_id.is_(None) | Ticket.team_id.not_in(private)
    query = (
        select(Ticket, parent.c.number.label("parent"))
        .join(TicketVector, TicketVector.ticket_id == Ticket.id)
        .outerjoin(parent, parent.c.id == Ticket.gathered_into_id)
        .where(
            Ticket.id != ticket.id,
            Ticket.created_at > uow.now - RECENT,
            Ticket.number > ticket.number - NEWEST,
            Ticket.status_id.in_(open_ones),
            Ticket.merged_into_id.is_(None),
            Ticket.deleted_at.is_(None),
            Ticket.gathers_since.is_(None),
            (Ticket.gathered_into_id.is_(None)) | (parent.c.id.is_not(None)),
            same_team if mine_is_private else same_team | public,
            TicketVector.model == own.model,
            near >= NEAR,
        )
        .order_by(near.desc(), Ticket.id)
        .limit(MOST)
    )
    return list(await uow.session.execute(query))


async def _keep(uow: UnitOfWork, ticket: Ticket, numbers: list[int]) -> None:
    kept = [str(number) for number in numbers] or None
    if ticket.alike == kept:
        return
    ticket.alike = kept
    await uow.session.flush()
    owe_all(uow, [card_for(uow, place) for place in await staff_places(uow, ticket)])
