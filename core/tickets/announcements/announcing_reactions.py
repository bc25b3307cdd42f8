"""What a reaction owes to the places where its message stands."""

from uuid import UUID

from sqlalchemy import select

from core.access.actor import Actor
from core.conversation.audience import Audience
from core.conversation.destinations import REACTIONS, why_not
from core.conversation.models import Message, MessageRef, Place
from core.conversation.places import INTERNAL, address
from core.conversation.refs import places_showing
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import WAITING, owe, owe_all
from core.events.models import Delivery
from core.tickets.announcements.serving import staff_places
from core.tickets.collaboration.reaction_models import MessageReaction
from core.tickets.events import (
    MessageDeleted,
    MessageEdited,
    MessageFilesChanged,
    MessageReacted,
    MessageUnreacted,
)
from core.tickets.messages import opening_of
from core.tickets.models import Ticket
from core.tickets.reading.readers import customer_of, is_its_customers

REACTED = "reacted"
"""The kind of a delivery that shows on the message who reacted; where that cannot be, a line of
the kind ``REACTIONS`` does below it."""


def name_of_line(message_id: UUID) -> str:
    """The name of that line in a place."""
    return f"{REACTIONS}:{message_id}"


async def announce_reaction(
    uow: UnitOfWork, actor: Actor, event: MessageReacted | MessageUnreacted
) -> None:
    """Every other place that shows the message shows the reaction, if it is for who reads
    there. What opened a ticket stands on the staff's cards: there a line tells it."""
    message = await uow.session.get_one(Message, event.message_id)
    known = event.place_id
    if known and await _reacts_elsewhere(uow, actor, message.id, known):
        known = None  # there it is shown by their own account, and then no longer by us
    showing = await places_showing(uow, message.id)
    owed = [
        owe(uow, address(p), REACTED, ticket_id=p.ticket_id, message_id=message.id)
        for p in showing
        if p.id != known and not why_not(p, REACTED) and await _is_for(uow, actor, event, p)
    ]
    if await opening_of(uow, message.ticket_id) == message.id:
        ticket = await uow.session.get_one(Ticket, message.ticket_id)
        there = {place.id for place in showing}
        owed += [
            owe_reactions(uow, place, message.id)
            for place in await staff_places(uow, ticket)
            if place.id not in there
        ]
    owe_all(uow, owed)


async def follow_reacted(
    uow: UnitOfWork, actor: Actor, event: MessageEdited | MessageFilesChanged | MessageDeleted
) -> None:
    """The lines that tell reactions name the message by its words: they change with it, and
    go with it, those as well that are on their way."""
    lines = select(MessageRef.place_id).where(MessageRef.kind == name_of_line(event.message_id))
    coming = select(Delivery.place_id).where(
        Delivery.kind == REACTIONS,
        Delivery.content["message"].astext == str(event.message_id),
        Delivery.state.in_(WAITING),
    )
    places = await uow.session.scalars(select(Place).where(Place.id.in_(lines.union(coming))))
    owe_all(uow, [owe_reactions(uow, place, event.message_id) for place in places])


async def _is_for(
    uow: UnitOfWork, actor: Actor, event: MessageReacted | MessageUnreacted, place: Place
) -> bool:
    """Staff read all; a customer what staff did and they themselves, while the ticket is theirs."""
    if place.role == INTERNAL:
        return True
    if event.audience != Audience.PUBLIC.value or not await is_its_customers(uow, place):
        return False
    return event.by == "staff" or await customer_of(uow, place) == actor.person_id


async def _reacts_elsewhere(
    uow: UnitOfWork, actor: Actor, message_id: UUID, place_id: UUID
) -> bool:
    others = select(MessageReaction.id).where(
        MessageReaction.message_id == message_id,
        MessageReaction.person_id == actor.person_id,
        MessageReaction.place_id.is_distinct_from(place_id),
    )
    return bool(await uow.session.scalar(select(others.exists())))


def owe_reactions(uow: UnitOfWork, place: Place, message_id: UUID) -> dict[str, object]:
    """The line below what cannot be changed there."""
    content = {"message": str(message_id)}
    return owe(uow, address(place), REACTIONS, ticket_id=place.ticket_id, content=content)
