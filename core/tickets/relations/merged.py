"""Which ticket somebody sees under a number, once tickets were merged."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from core.access.actor import Actor
from core.access.permissions import can_see
from core.database.unit_of_work import UnitOfWork
from core.tickets.models import Ticket
from core.tickets.reading.queries import find_ticket, ref_of, scope_of
from core.tickets.reading.view_models import TicketView
from core.tickets.relations.group import own_in_group, root_id_of


@dataclass(frozen=True)
class Shown:
    """The ticket that is shown, and the one whose state it has, if that is another's."""

    ticket_id: UUID
    survivor_id: UUID | None = None


async def find_shown(uow: UnitOfWork, actor: Actor, number: int) -> Shown | None:
    """What a number shows to the actor: the surviving ticket; to a customer whose ticket
    goes on in somebody else's, their own with that one's state."""
    ticket = await find_ticket(uow, Ticket.number == number)
    if ticket is None or not can_see(actor, await scope_of(uow, ticket)):
        return None
    survivor = await uow.session.get(Ticket, await root_id_of(uow, ticket))
    if survivor is None or actor.is_staff or survivor.requester_id == actor.person_id:
        return Shown(survivor.id) if survivor else None
    mine = ticket.requester_id == actor.person_id
    own = ticket if mine else await own_in_group(uow, actor, survivor)
    return Shown(own.id, survivor.id) if own else None


def overlaid(own: TicketView, survivor: TicketView) -> TicketView:
    """A merged ticket in its customer's eyes: their own words, and where it stands by now.

    Nothing of the other ticket's customer, subject or text is in it.
    """
    return replace(
        own,
        merged_into=survivor.ref,
        status=survivor.status,
        base=survivor.base,
        assignee=survivor.assignee,
        waiting_on=survivor.waiting_on,
        revision=survivor.revision,
        resolved_at=survivor.resolved_at,
        closed_at=survivor.closed_at,
        deleted_at=survivor.deleted_at or own.deleted_at,
        escalated_at=survivor.escalated_at,
        snoozed_until=survivor.snoozed_until,
        clocks=survivor.clocks,
    )


async def with_relations(uow: UnitOfWork, view: TicketView) -> TicketView:
    """The same for staff, with the names of the tickets that belong to it. Asks nothing of one
    that stands alone."""
    found: dict[str, Any] = {}
    if view.joined_at is not None:
        found["merged"] = await _refs(uow, Ticket.merged_into_id == view.id)
    if view.gathers_since is not None:
        found["gathers"] = await _refs(uow, Ticket.gathered_into_id == view.id)
    if view.split_from_id is not None:
        found["split_from"] = "".join(await _refs(uow, Ticket.id == view.split_from_id))
    if view.gathered_into_id is not None:
        found["gathered_under"] = "".join(await _refs(uow, Ticket.id == view.gathered_into_id))
    return replace(view, **found) if found else view


async def _refs(uow: UnitOfWork, which: ColumnElement[bool]) -> tuple[str, ...]:
    query = select(Ticket.number).where(which, Ticket.deleted_at.is_(None))
    numbers = await uow.session.scalars(query.order_by(Ticket.number))
    return tuple(ref_of(uow, number) for number in numbers)
