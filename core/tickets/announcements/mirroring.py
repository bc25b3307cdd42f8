"""Cards in subscribed channels: one per ticket and channel, posted once and edited after.

Such a place is a mirror, not a room of the conversation: no message or line goes there.
A card that stands stays true, also when its ticket is no longer one that the channel wants,
unless a private team has got it that the channel does not name: that one says so and no more.
"""

from typing import Any

from sqlalchemy.dialects.postgresql import insert

from core.access.actor import Actor
from core.conversation.audience import Audience
from core.conversation.models import Place
from core.conversation.places import (
    INTERNAL,
    MIRROR,
    address,
    mirrors_of,
    new_place,
    places_changed,
    places_of,
)
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import Address, owe, owe_all
from core.tickets.announcements.announcing import PLACES, card_for
from core.tickets.announcements.serving import staff_channels, without_outsiders
from core.tickets.announcements.subscriptions import Spot, subscriptions
from core.tickets.configuration.catalogue import catalogue
from core.tickets.events import MessagePosted, TicketOpened
from core.tickets.models import Ticket
from core.tickets.relations.group import members_of_group


async def open_mirrors(uow: UnitOfWork, actor: Actor, event: TicketOpened) -> None:
    """A card in each channel that wants a ticket like this one."""
    if event.silent or not await subscriptions(uow):
        return
    ticket = await uow.session.get_one(Ticket, event.ticket_id)
    triage = {(c.platform, c.workspace, c.channel) for c in await staff_channels(uow, ticket)}
    fresh = await _wanted(uow, ticket, triage)
    if not fresh:
        return
    uow.writes.add_rows(PLACES, fresh)
    places_changed(uow, ticket.id)
    _owe_cards(uow, ticket, fresh)


async def follow_mirrors(uow: UnitOfWork, actor: Actor, event: Any) -> None:
    """Paint the cards that stand anew, and post those that are wanted from now on."""
    # A note shows on no card, and the opening was told of by the one that it owes.
    told = isinstance(event, MessagePosted) and event.audience != Audience.PUBLIC.value
    if told or getattr(event, "opening", False) or event.ticket_id is None:
        return
    ticket = await uow.session.get_one(Ticket, event.ticket_id)
    members = await members_of_group(uow, ticket)
    standing = [place for one in members for place in await mirrors_of(uow, one.id)]
    shown = await without_outsiders(uow, ticket, standing)
    owe_all(uow, [card_for(uow, place) for place in shown])
    if not await subscriptions(uow) or ticket.merged_into_id or ticket.deleted_at:
        return
    known = [*standing, *(p for p in await places_of(uow, ticket.id) if p.role == INTERNAL)]
    taken = {(p.platform, p.workspace, p.channel) for p in known if p.ticket_id == ticket.id}
    fresh = await _wanted(uow, ticket, taken)
    if fresh:
        await _begin(uow, ticket, fresh)


async def _wanted(uow: UnitOfWork, ticket: Ticket, taken: set[Spot]) -> list[dict[str, Any]]:
    """Places for the ticket's card in the channels that want it and have none."""
    words = await catalogue(uow)
    return [
        new_place(
            uow,
            platform=one.spot[0],
            workspace=one.spot[1],
            channel=one.spot[2],
            role=MIRROR,
            audience=Audience.INTERNAL.value,
            ticket_id=ticket.id,
        )
        for one in await subscriptions(uow)
        if one.spot not in taken and one.wants(ticket, words)
    ]


def _owe_cards(uow: UnitOfWork, ticket: Ticket, fresh: list[dict[str, Any]]) -> None:
    to = [Address(place["id"], place["platform"], place["workspace"]) for place in fresh]
    owe_all(uow, [owe(uow, one, "card", ticket_id=ticket.id) for one in to])


async def _begin(uow: UnitOfWork, ticket: Ticket, fresh: list[dict[str, Any]]) -> None:
    """Keep the places unless somebody else has begun them this very moment."""
    await uow.flush()
    statement = insert(Place).on_conflict_do_nothing().returning(Place)
    begun = list(await uow.session.scalars(statement, fresh))
    places_changed(uow, ticket.id)
    owe_all(uow, [owe(uow, address(place), "card", ticket_id=ticket.id) for place in begun])
