"""The places in which a ticket's conversation is carried on now.

A private team's ticket stands in that team's own channels alone, also if it came to the team
later: elsewhere its card says that it is gone, nothing more is said of it, and it goes on there
when the team gives it away.
"""

from collections.abc import Iterable
from uuid import UUID

from core.conversation.models import Place
from core.conversation.places import (
    INTERNAL,
    MIRROR,
    Served,
    mirrors_of,
    places_of,
    served_channels,
)
from core.database.unit_of_work import UnitOfWork
from core.tickets.announcements.subscriptions import Spot, subscriptions
from core.tickets.configuration.catalogue import catalogue
from core.tickets.models import Ticket
from core.tickets.relations.group import members_of_group, root_id_of


async def staff_channels(uow: UnitOfWork, ticket: Ticket) -> list[Served]:
    """The triage channels that serve the ticket's team: its card is in each of them."""
    private = (await catalogue(uow)).is_private(ticket.team_id)
    teams = {ticket.team_id} if private else {None, ticket.team_id}
    return [c for c in await served_channels(uow) if c.role == "triage" and c.team_id in teams]


async def served_places(uow: UnitOfWork, ticket: Ticket) -> list[Place]:
    """All places in which the ticket's group is served; each keeps its own ticket. Those of
    a former customer are not among them."""
    members = await members_of_group(uow, ticket)
    places = [p for m in members for p in await places_of(uow, m.id) if m.has_now(p)]
    return await without_outsiders(uow, ticket, places)


async def withdrawn_places(uow: UnitOfWork, ticket: Ticket) -> list[Place]:
    """Where other staff have seen the ticket, or a card of it, before it came to a private
    team: nothing more is said there but that it is gone."""
    members = await members_of_group(uow, ticket)
    seen = [p for m in members for p in await places_of(uow, m.id) if p.role == INTERNAL]
    seen += [p for m in members for p in await mirrors_of(uow, m.id)]
    kept = {p.id for p in await without_outsiders(uow, ticket, seen)}
    return [p for p in seen if p.id not in kept]


async def reads_an_outsider(uow: UnitOfWork, place: Place, ticket_id: UUID | None = None) -> bool:
    """Whether the place's ticket has come to a private team since this place of other staff was
    made; or that other one, whose words stand there as well."""
    ticket_id = ticket_id or place.ticket_id
    if place.role not in {INTERNAL, MIRROR} or ticket_id is None:
        return False
    ticket = await uow.session.get_one(Ticket, ticket_id)
    return not await without_outsiders(uow, ticket, [place])


async def own_places(uow: UnitOfWork, ticket_id: UUID) -> list[Place]:
    """The places of that very ticket, a former customer's left out."""
    ticket = await uow.session.get_one(Ticket, ticket_id)
    return [p for p in await served_places(uow, ticket) if p.ticket_id == ticket_id]


async def staff_places(uow: UnitOfWork, ticket: Ticket) -> list[Place]:
    """The threads of that very ticket among staff."""
    found = [p for p in await places_of(uow, ticket.id) if p.role == INTERNAL]
    return await without_outsiders(uow, ticket, found)


async def without_outsiders(
    uow: UnitOfWork, ticket: Ticket, places: Iterable[Place]
) -> list[Place]:
    """Those of the ticket's places where nobody reads from whom a private team keeps it: for
    its threads the team's own channels, for its card those that subscribed to the team."""
    words, root = await catalogue(uow), ticket
    if ticket.merged_into_id is not None:
        root = await uow.session.get_one(Ticket, await root_id_of(uow, ticket))
    if not words.is_private(root.team_id):
        return list(places)
    allowed: dict[str, set[Spot]] = {
        INTERNAL: {_spot(c) for c in await staff_channels(uow, root)},
        MIRROR: {s.spot for s in await subscriptions(uow) if root.team_id in s.team_ids},
    }
    return [p for p in places if p.role not in allowed or _spot(p) in allowed[p.role]]


def _spot(one: Served | Place) -> Spot:
    return one.platform, one.workspace, one.channel
