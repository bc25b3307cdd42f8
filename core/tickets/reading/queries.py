"""All reading of tickets: one ticket, and the filter of what an actor may see."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select, true

from core.access.actor import Actor, Role
from core.access.permissions import Permission, Scope, require
from core.database.unit_of_work import UnitOfWork
from core.errors import NotFound
from core.people.models import Team
from core.tickets.configuration.catalogue import catalogue
from core.tickets.models import Ticket
from core.tickets.relations.group import members_of_group, requesters_below


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The tickets that an actor may see, as a filter for every query.

    The same rule as :func:`core.access.permissions.can_see`, said in SQL.
    """
    return and_(Ticket.deleted_at.is_(None), within_reach(actor))


def own_tickets(actor: Actor) -> Select[Any] | None:
    """The ids of the few tickets that a customer may see; None for staff, who see many."""
    return None if actor.is_staff else select(Ticket.id).where(visible_to(actor))


def within_reach(actor: Actor) -> ColumnElement[bool]:
    """The tickets that are an actor's business, deleted ones included."""
    if not actor.is_staff:
        return Ticket.requester_id == actor.person_id
    if actor.role is not Role.AGENT:
        return true()
    private = select(Team.id).where(Team.is_private, Team.id.not_in(actor.team_ids))
    return or_(Ticket.team_id.is_(None), Ticket.team_id.not_in(private))


async def scope_of(uow: UnitOfWork, ticket: Ticket) -> Scope:
    """What rights need to know of a ticket."""
    return Scope(
        ref=ref_of(uow, ticket.number),
        requester_id=ticket.requester_id,
        team_id=ticket.team_id,
        team_is_private=(await catalogue(uow)).is_private(ticket.team_id),
        others=await _others(uow, ticket),
    )


async def _others(uow: UnitOfWork, ticket: Ticket) -> frozenset[UUID]:
    """The customers of tickets that were merged into this one."""
    if ticket.joined_at is None:
        return frozenset()
    return requesters_below(ticket.id, await members_of_group(uow, ticket))


def ref_of(uow: UnitOfWork, number: int) -> str:
    """A ticket's name as people see it: ``TIK-1042``."""
    return f"{uow.ticket_prefix}-{number}"


async def get_ticket(
    uow: UnitOfWork, actor: Actor, number: int, wanted: Permission, *, lock: bool = False
) -> Ticket:
    """The ticket with that number, for an actor with that right; ``lock`` for a change.

    The number of a merged ticket leads to the one in which it goes on. Raises
    :class:`NotFound` (also where the actor may not see it) or ``Denied``.
    """
    ticket = await find_ticket(uow, Ticket.number == number, lock=lock)
    if ticket is not None and ticket.merged_into_id is not None:
        # Nobody learns of a merge from a number that is none of their business.
        require(actor, Permission.READ, await scope_of(uow, ticket))
    while ticket is not None and ticket.merged_into_id is not None:
        ticket = await find_ticket(uow, Ticket.id == ticket.merged_into_id, lock=lock)
    if ticket is None:
        raise NotFound(ref=ref_of(uow, number))
    require(actor, wanted, await scope_of(uow, ticket))
    return ticket


async def find_ticket(
    uow: UnitOfWork, which: ColumnElement[bool], *, lock: bool = False
) -> Ticket | None:
    """One ticket itself, wherever it goes on, unless it was deleted.

    With ``lock`` what is done then comes after all that was done on it: whether something was
    said before a merge or since is told by its moment.
    """
    query = select(Ticket).where(which, Ticket.deleted_at.is_(None))
    if lock:
        # What was changed on it before in this transaction must not be read over.
        await uow.session.flush()
        # Key and foreign-key readers (messages, clocks) must not wait for us.
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    found: Ticket | None = await uow.session.scalar(query)
    if lock and found is not None:
        uow.not_before(found.updated_at)
    return found


async def number_of(uow: UnitOfWork, ticket_id: UUID) -> int | None:
    """The number of a ticket by its id."""
    found: int | None = await uow.session.scalar(
        select(Ticket.number).where(Ticket.id == ticket_id)
    )
    return found
