"""What splitting a ticket, and giving it to another customer, owe to places."""

from sqlalchemy import select

from core.access.actor import Actor
from core.conversation.models import Message
from core.conversation.places import CUSTOMER, INTERNAL, address, places_of
from core.conversation.visibility import stands_on
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import owe, owe_all
from core.tickets.announcements.announcing import card_for, reach_directly
from core.tickets.announcements.serving import own_places, served_places
from core.tickets.models import Ticket
from core.tickets.relations.relation_events import TicketMoved, TicketSplit, TicketSplitOff

MOST_SHOWN = 50
"""Messages that are said again in the staff's thread of the ticket that took them over."""


async def announce_split(
    uow: UnitOfWork, actor: Actor, event: TicketSplit | TicketSplitOff
) -> None:
    """Both sides hear in the old places that a part goes on elsewhere; the staff's thread of
    the new ticket says where it comes from, and shows what was taken over."""
    assert event.ticket_id is not None
    places = await own_places(uow, event.ticket_id)
    if isinstance(event, TicketSplitOff):
        places = [place for place in places if place.role == INTERNAL]
    owed = [card_for(uow, place) for place in places]
    owed += [
        owe(uow, address(p), "line", ticket_id=p.ticket_id, event_id=event.event_id) for p in places
    ]
    if isinstance(event, TicketSplitOff):
        said = await uow.session.scalars(
            select(Message.id)
            .where(stands_on([event.ticket_id]), Message.deleted_at.is_(None))
            .order_by(Message.created_at, Message.id)
            .limit(MOST_SHOWN)
        )
        owed += [
            owe(uow, address(place), "message", ticket_id=event.ticket_id, message_id=message_id)
            for message_id in said
            for place in places
        ]
    owe_all(uow, owed)


async def announce_move(uow: UnitOfWork, actor: Actor, event: TicketMoved) -> None:
    """All cards are painted anew. The former customer's places hear that it is no longer
    theirs, and no more; the new customer gets a place of their own."""
    assert event.ticket_id is not None
    ticket = await uow.session.get_one(Ticket, event.ticket_id)
    served = await served_places(uow, ticket)
    if not any(p.role == CUSTOMER and p.ticket_id == ticket.id for p in served):
        reach_directly(uow, ticket)
    places = {place.id: place for place in [*await places_of(uow, ticket.id), *served]}
    owed = [card_for(uow, place) for place in places.values()]
    owed += [
        owe(uow, address(p), "line", ticket_id=p.ticket_id, event_id=event.event_id)
        for p in places.values()
        if p.ticket_id == ticket.id
    ]
    owe_all(uow, owed)
