"""The places in which a ticket's conversation is carried on now."""

from uuid import UUID

from core.conversation.models import Place
from core.conversation.places import places_of
from core.database.unit_of_work import UnitOfWork
from core.tickets.group import members_of_group
from core.tickets.models import Ticket


async def served_places(uow: UnitOfWork, ticket: Ticket) -> list[Place]:
    """All places in which the ticket's group is served; each keeps its own ticket. Those of
    a former customer are not among them."""
    members = await members_of_group(uow, ticket)
    return [p for m in members for p in await places_of(uow, m.id) if m.has_now(p)]


async def own_places(uow: UnitOfWork, ticket_id: UUID) -> list[Place]:
    """The places of that very ticket, a former customer's left out."""
    ticket = await uow.session.get_one(Ticket, ticket_id)
    return [p for p in await served_places(uow, ticket) if p.ticket_id == ticket_id]
