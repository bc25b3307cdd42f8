"""What a change of a ticket owes to the places where its conversation stands.

One message per fact: cards are repainted in place, and lines are posted only for
new messages, hand-overs, ends and returns. An act is never echoed to the very spot
in which it was made.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, insert

from core.access.actor import Actor
from core.conversation.audience import Audience
from core.conversation.destinations import OPEN
from core.conversation.models import Place
from core.conversation.places import (
    CUSTOMER,
    INTERNAL,
    NEWEST_IDENTITY,
    address,
    new_place,
    places_changed,
)
from core.database.rows import insert_rows
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import Address, owe, owe_all
from core.events.models import Delivery
from core.tickets.announcements.serving import served_places, staff_channels, withdrawn_places
from core.tickets.announcements.telling import notices
from core.tickets.events import (
    MACRO,
    MessagePosted,
    TicketAssigned,
    TicketClaimed,
    TicketClosed,
    TicketEscalated,
    TicketEvent,
    TicketMadePrivate,
    TicketOpened,
    TicketReleased,
    TicketReopened,
    TicketResolved,
)
from core.tickets.messages import COMMUNITY
from core.tickets.models import Ticket
from core.tickets.reading.readers import is_told_at
from core.tickets.relations.group import members_of_group
from core.tickets.relations.relation_events import TicketGathered, TicketGathering, TicketLetGo

STAFF_LINES = (
    TicketClaimed,
    TicketReleased,
    TicketAssigned,
    TicketResolved,
    TicketClosed,
    TicketReopened,
    TicketEscalated,
    TicketMadePrivate,
    TicketGathered,
    TicketLetGo,
    TicketGathering,
)
CUSTOMER_LINES = (TicketClaimed, TicketResolved, TicketReopened, TicketEscalated)

_PUBLIC = Audience.PUBLIC.value
PLACES = insert_rows(Place, "places")
_DIRECT: dict[str, ColumnElement[Any]] = {
    "platform": NEWEST_IDENTITY.c.platform,
    "workspace": NEWEST_IDENTITY.c.workspace,
    "channel": NEWEST_IDENTITY.c.direct,
}
_DIRECT_PLACES = insert_rows(Place, "direct_places", beside=NEWEST_IDENTITY, instead=_DIRECT)
_DIRECT_CARDS = insert_rows(Delivery, "direct_cards", beside=NEWEST_IDENTITY, instead=_DIRECT)


async def announce_opening(uow: UnitOfWork, actor: Actor, event: TicketOpened) -> None:
    """A card for staff in each triage channel, and one for the customer where they are."""
    if event.silent:
        return
    ticket = await _ticket(uow, event.ticket_id)
    fresh = await _staff_places(uow, ticket)
    owed = [owe(uow, _to(place), "card", ticket_id=ticket.id) for place in fresh]
    if event.place_id is None:
        reach_directly(uow, ticket)
    else:
        here = await uow.session.get(Place, event.place_id)
        assert here is not None
        here.ticket_id = ticket.id
        if not here.channel:
            owed.append(owe(uow, address(here), OPEN, ticket_id=ticket.id))
        owed.append(owe(uow, address(here), "card", ticket_id=ticket.id))
    uow.writes.add_rows(PLACES, fresh)
    places_changed(uow, ticket.id)
    owe_all(uow, owed)


def _to(place: dict[str, Any]) -> Address:
    return Address(place["id"], place["platform"], place["workspace"])


async def _staff_places(uow: UnitOfWork, ticket: Ticket) -> list[dict[str, Any]]:
    """A place under a card in each of the staff's channels for it."""
    return [
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
    ]


def reach_directly(uow: UnitOfWork, ticket: Ticket) -> None:
    """A card in the customer's own place, wherever they were seen last, if anywhere."""
    place = new_place(
        uow,
        platform="",
        workspace="",
        channel="",
        role=CUSTOMER,
        audience=Audience.PUBLIC.value,
        ticket_id=ticket.id,
    )
    card = owe(uow, _to(place), "card", ticket_id=ticket.id)
    uow.writes.add_rows(_DIRECT_PLACES, [place], reached=ticket.requester_id)
    uow.writes.add_rows(_DIRECT_CARDS, [card], reached=ticket.requester_id)


async def _ensured_places(uow: UnitOfWork, ticket_id: UUID | None) -> list[Place]:
    """The ticket's places; a silently opened ticket gets its staff places now."""
    ticket = await _ticket(uow, ticket_id)
    places = await served_places(uow, ticket)
    if not any(place.role == INTERNAL for place in places):
        await add_places(uow, ticket, await _staff_places(uow, ticket))
        places = await served_places(uow, ticket)
    return places


async def add_places(uow: UnitOfWork, ticket: Ticket, fresh: list[dict[str, Any]]) -> None:
    """Keep further places of a ticket at once."""
    if fresh:
        await uow.session.execute(insert(Place), fresh)
        places_changed(uow, ticket.id)


def card_for(uow: UnitOfWork, place: Place) -> dict[str, Any]:
    """The card of the place's own ticket, painted anew."""
    stands = place.thread is not None
    return owe(uow, address(place), "card", ticket_id=place.ticket_id, repaints=stands)


async def announce_change(uow: UnitOfWork, actor: Actor, event: TicketEvent) -> None:
    """Repaint the cards; say hand-overs, ends and returns in a line; tell the owners."""
    places = await _ensured_places(uow, event.ticket_id)
    owed = [card_for(uow, p) for p in places]
    for place in places:
        lines = STAFF_LINES if place.role == INTERNAL else CUSTOMER_LINES
        if isinstance(event, lines):
            owed.append(
                owe(
                    uow,
                    address(place),
                    "line",
                    ticket_id=event.ticket_id,
                    event_id=event.event_id,
                )
            )
    if "team_id" in event.changes:
        ticket = await _ticket(uow, event.ticket_id)
        owed += [card_for(uow, p) for p in await withdrawn_places(uow, ticket)]
    if isinstance(event, TicketAssigned) or MACRO in event.changes:
        owed += await _notices(uow, actor, event)
    owe_all(uow, owed)


async def _notices(uow: UnitOfWork, actor: Actor, event: TicketEvent) -> list[dict[str, Any]]:
    """A direct message to the new and the former owner, but not to who did it."""
    owners = {owner for owner in event.changes.get("assignee_id", ()) if owner is not None}
    return await notices(uow, owners - {actor.person_id}, event.ticket_id, event.event_id)


async def announce_message(uow: UnitOfWork, actor: Actor, event: MessagePosted) -> None:
    """Carry a message to the ticket's other places, and repaint the cards."""
    if event.opening and not event.files:
        return
    places = await _ensured_places(uow, event.ticket_id)
    meant = await _meant(uow, event, places)
    # Customers' places first: the staff's line can then say that it was sent.
    places.sort(key=lambda place: place.role == INTERNAL)
    owed = [
        owe(
            uow,
            address(place),
            "message",
            ticket_id=event.ticket_id,
            message_id=event.message_id,
        )
        for place in places
        if place.id != event.place_id
        # Of an opening the card tells the words; its files need a message in the staff's thread.
        and (place.role == INTERNAL or (place.id in meant and not event.opening))
    ]
    if event.audience == _PUBLIC and event.kind != COMMUNITY:
        owed += [card_for(uow, place) for place in places]
    owe_all(uow, owed)


async def _meant(uow: UnitOfWork, event: MessagePosted, places: list[Place]) -> set[UUID]:
    """The customers' places in which it is said: those of all of a group if staff say it
    publicly, only those of the same customer if somebody else does."""
    if event.audience != _PUBLIC:
        return set()
    home = await _ticket(uow, event.ticket_id)
    apart = event.by in {"customer", COMMUNITY}
    members = await members_of_group(uow, home)
    meant = {m.id for m in members if not apart or m.requester_id == home.requester_id}
    return {p.id for p in places if p.ticket_id in meant and await is_told_at(uow, home.id, p)}


async def repaint(uow: UnitOfWork, actor: Actor, event: Any) -> None:
    """Only the cards: something on them is no longer true (a clock ran out)."""
    places = await served_places(uow, await _ticket(uow, event.ticket_id))
    owe_all(uow, [card_for(uow, p) for p in places])


async def _ticket(uow: UnitOfWork, ticket_id: UUID | None) -> Ticket:
    ticket = await uow.session.get(Ticket, ticket_id)
    assert ticket is not None
    return ticket
