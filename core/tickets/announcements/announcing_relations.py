"""What merging, escalating and waking owe to places and people."""

from uuid import UUID

from sqlalchemy import select

from core.access.actor import Actor
from core.conversation.audience import Audience
from core.conversation.models import Place
from core.conversation.places import INTERNAL, address, new_place, places_of
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import owe, owe_all
from core.tickets.announcements.announcing import add_places, announce_change, card_for
from core.tickets.announcements.serving import own_places, staff_channels, staff_places
from core.tickets.announcements.telling import notices
from core.tickets.events import (
    TicketEscalated,
    TicketJoined,
    TicketMerged,
    TicketParted,
    TicketUnmerged,
    TicketWoken,
)
from core.tickets.models import Ticket


async def announce_merge(
    uow: UnitOfWork,
    actor: Actor,
    event: TicketMerged | TicketUnmerged | TicketJoined | TicketParted,
) -> None:
    """Tell the ticket's own places, the customers' too, and paint their cards anew.

    Each place hears of its own side; who else was concerned is not said.
    """
    ids = [event.ticket_id] if event.ticket_id else []
    if isinstance(event, TicketMerged | TicketUnmerged):
        ids = await _with_all_below(uow, ids)
    places = [place for ticket_id in ids for place in await own_places(uow, ticket_id)]
    owed = [card_for(uow, place) for place in places]
    owed += [
        owe(uow, address(p), "line", ticket_id=p.ticket_id, event_id=event.event_id) for p in places
    ]
    owe_all(uow, owed)


async def _with_all_below(uow: UnitOfWork, ids: list[UUID]) -> list[UUID]:
    """The tickets, and those that were merged into them before."""
    found, layer = list(ids), list(ids)
    while layer:
        query = select(Ticket.id).where(Ticket.merged_into_id.in_(layer)).order_by(Ticket.number)
        layer = list(await uow.session.scalars(query))
        found += layer
    return found


async def announce_escalation(uow: UnitOfWork, actor: Actor, event: TicketEscalated) -> None:
    """A line to all who read along, the card in the new team's channel, and a direct
    message to the old and the new owner."""
    ticket = await uow.session.get_one(Ticket, event.ticket_id)
    await _reach_the_team(uow, ticket)
    await announce_change(uow, actor, event)
    owners = {ticket.assignee_id, *event.changes.get("assignee_id", ())} - {None}
    people = {owner for owner in owners if isinstance(owner, UUID)} - {actor.person_id}
    owe_all(uow, await notices(uow, people, ticket.id, event.event_id))


async def _reach_the_team(uow: UnitOfWork, ticket: Ticket) -> None:
    """A card in the channels of the ticket's team in which it has none yet."""
    known: list[Place] = await places_of(uow, ticket.id)
    spots = {(p.platform, p.workspace, p.channel) for p in known if p.role == INTERNAL}
    fresh = [
        new_place(
            uow,
            platform=c.platform,
            workspace=c.workspace,
            channel=c.channel,
            role=INTERNAL,
            audience=Audience.INTERNAL.value,
            ticket_id=ticket.id,
        )
        for c in await staff_channels(uow, ticket)
        if (c.platform, c.workspace, c.channel) not in spots
    ]
    await add_places(uow, ticket, fresh)


async def announce_waking(uow: UnitOfWork, actor: Actor, event: TicketWoken) -> None:
    """Paint the cards anew and tell the owner once; without an owner, the staff's threads."""
    await announce_change(uow, actor, event)
    ticket = await uow.session.get_one(Ticket, event.ticket_id)
    if event.method == "person":
        return
    if ticket.assignee_id is not None:
        owe_all(uow, await notices(uow, [ticket.assignee_id], ticket.id, event.event_id))
        return
    owe_all(
        uow,
        [
            owe(uow, address(p), "line", ticket_id=ticket.id, event_id=event.event_id)
            for p in await staff_places(uow, ticket)
        ],
    )
