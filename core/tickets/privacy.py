"""Making a ticket private: it leaves the places in which others read along, for one of its own.

No row moves. The old place is left, the new one says instead of which it stands; what was
said publicly is shown there again, as copies. Whether the platform can open a private
thread, or the customer is reached directly, is found out when the new place is opened.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from core.access.actor import Actor, the_desk
from core.access.permissions import Permission
from core.conversation.audience import Audience
from core.conversation.destinations import OPEN
from core.conversation.models import Message, Place
from core.conversation.places import (
    CUSTOMER,
    PRIVATE,
    address,
    new_place,
    places_changed,
    places_of,
    served_at,
)
from core.conversation.refs import COPY
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import owe, owe_all
from core.tickets.announcements.announcing import add_places, announce_change, card_for
from core.tickets.changing import change, take
from core.tickets.events import MessagePosted, TicketMadePrivate
from core.tickets.models import Ticket
from core.tickets.relations.group import home_of

MOST_COPIES = 20
"""How many of the latest messages are shown again; all of them are in the ticket."""


async def make_private(uow: UnitOfWork, actor: Actor, number: int) -> bool:
    """Let the ticket go on where its customer and staff read alone. False: it does already.

    For its customer and for staff. Of merged tickets it concerns the one that was named.
    """
    ticket = await take(uow, actor, number, Permission.MAKE_PRIVATE)
    return await _leave(uow, actor, await home_of(uow, actor, ticket, number))


async def begin_in_private(uow: UnitOfWork, actor: Actor, event: MessagePosted) -> None:
    """A ticket that was opened in a channel for private ones goes on in private at once. In a
    place that is opened for it, what it began with is said below its card."""
    if not event.opening or event.place_id is None:
        return
    place = await uow.session.get(Place, event.place_id)
    if place is not None and not place.channel:
        said = event.message_id
        owe_all(uow, [owe(uow, address(place), COPY, ticket_id=event.ticket_id, message_id=said)])
    if place is None or not place.shared:
        return
    served = await served_at(uow, place.platform, place.workspace, place.channel)
    ticket = await uow.session.get(Ticket, event.ticket_id)
    if ticket is not None and served is not None and served.mode == PRIVATE:
        await _leave(uow, the_desk(uow.organisation_id), ticket)


async def _leave(uow: UnitOfWork, actor: Actor, ticket: Ticket) -> bool:
    left = [p for p in await places_of(uow, ticket.id) if p.role == CUSTOMER and p.shared]
    if not left:
        return False
    for place in left:
        place.left_at = uow.now
    await uow.session.flush()
    places_changed(uow, ticket.id)
    return await change(
        uow,
        actor,
        ticket,
        TicketMadePrivate,
        more={"private": (False, True)},
        left=tuple(place.id for place in left),
    )


async def announce_privacy(uow: UnitOfWork, actor: Actor, event: TicketMadePrivate) -> None:
    """Staff read it in a line; on each platform that was left a private place is opened, with
    the ticket's card and what was said before."""
    ticket = await uow.session.get_one(Ticket, event.ticket_id)
    await announce_change(uow, actor, event)
    known = {(p.platform, p.workspace) for p in await places_of(uow, ticket.id) if _is_own(p)}
    fresh = []
    for place_id in event.left:
        old = await uow.session.get_one(Place, place_id)
        where = {"platform": old.platform, "workspace": old.workspace}
        if (old.platform, old.workspace) not in known:
            known.add((old.platform, old.workspace))
            fresh.append(_own_place(uow, ticket, old.id, where))
    await add_places(uow, ticket, fresh)
    begun = [p for p in await places_of(uow, ticket.id) if p.instead_of in event.left]
    owe_all(uow, [one for place in begun for one in await _first_things(uow, ticket, place)])


def _is_own(place: Place) -> bool:
    return place.role == CUSTOMER and not place.shared


def _own_place(
    uow: UnitOfWork, ticket: Ticket, instead_of: UUID, where: dict[str, str]
) -> dict[str, Any]:
    return new_place(
        uow,
        **where,
        channel="",
        role=CUSTOMER,
        audience=Audience.PUBLIC.value,
        ticket_id=ticket.id,
        person_id=ticket.requester_id,
        instead_of=instead_of,
    )


async def _first_things(uow: UnitOfWork, ticket: Ticket, place: Place) -> list[dict[str, Any]]:
    """What a private place begins with, in order: it is opened, the card, the copies."""
    opened = owe(uow, address(place), OPEN, ticket_id=ticket.id)
    said = await said_before(uow, ticket)
    return [opened, card_for(uow, place), *copies_for(uow, place, said)]


def copies_for(uow: UnitOfWork, place: Place, messages: list[UUID]) -> list[dict[str, Any]]:
    """What was said before a place was there is shown in it again."""
    return [
        owe(uow, address(place), COPY, ticket_id=place.ticket_id, message_id=message_id)
        for message_id in messages
    ]


async def said_before(uow: UnitOfWork, ticket: Ticket) -> list[UUID]:
    """The latest of what customer and staff have said to each other, oldest first."""
    await uow.flush()  # the first message may be one of this very transaction
    latest = await uow.session.scalars(
        select(Message.id)
        .where(
            Message.ticket_id == ticket.id,
            Message.audience == Audience.PUBLIC.value,
            Message.kind != "system",
            Message.deleted_at.is_(None),
        )
        .order_by(Message.id.desc())
        .limit(MOST_COPIES)
    )
    return list(latest)[::-1]
