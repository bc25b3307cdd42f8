"""Whose a place is, and which messages are for who reads there."""

from uuid import UUID

from core.conversation.audience import Audience
from core.conversation.models import Message, Place
from core.conversation.places import CUSTOMER, INTERNAL, places_of
from core.database.unit_of_work import UnitOfWork
from core.tickets.models import Ticket
from core.tickets.relations.group import Member, members_of_group, reaches
from core.tickets.relations.turns import place_of


async def customer_of(uow: UnitOfWork, place: Place) -> UUID | None:
    """The customer whose place it is."""
    reader, _ = await _reader(uow, place)
    return place_of(reader.turns, place.created_at) if reader else None


async def is_its_customers(uow: UnitOfWork, place: Place) -> bool:
    """Whether it is a place of who is the ticket's customer now, and not of a former one."""
    reader, _ = await _reader(uow, place)
    return reader is not None and reader.has_now(place)


async def is_for(uow: UnitOfWork, message: Message, place: Place) -> bool:
    """Whether the customer whose place it is may read a message of a merged or moved one, and
    whoever reads along there."""
    if place.role == INTERNAL or place.ticket_id is None:
        return True
    reader, members = await _reader(uow, place)
    if reader is None:
        return False
    person_id = place_of(reader.turns, place.created_at)
    if message.ticket_id == place.ticket_id and message.home_id != place.ticket_id:
        # It was said there before it was split off, and stands there.
        return reader.customer_at(message.created_at) == person_id
    told = await is_told_at(uow, message.home_id, place)
    return told and reaches(message, reader, members, person_id)


async def stays_for(uow: UnitOfWork, message: Message, place: Place) -> bool:
    """The same for what stands there already: what was said to that customer stays theirs, with
    all that becomes of it, when the ticket is no longer merged with the place's own."""
    if await is_for(uow, message, place):
        return True
    reader, _ = await _reader(uow, place)
    home = await uow.session.get(Ticket, message.home_id)
    if reader is None or home is None or message.audience != Audience.PUBLIC.value:
        return False
    member = next(one for one in await members_of_group(uow, home) if one.id == home.id)
    own = member.customer_at(message.created_at) == place_of(reader.turns, place.created_at)
    return own and await is_told_at(uow, home.id, place)


async def is_told_at(uow: UnitOfWork, home_id: UUID, place: Place) -> bool:
    """Whether what is said on a ticket may be told in a place of one merged with it. Where others
    read along, only what is said where others read along: a merge publishes nothing."""
    return not place.shared or place.ticket_id == home_id or await is_read_along(uow, home_id)


async def is_read_along(uow: UnitOfWork, ticket_id: UUID) -> bool:
    """Whether others than its customer and staff read what is said on the ticket now."""
    public = [p for p in await places_of(uow, ticket_id) if p.role == CUSTOMER and p.shared]
    ticket = await uow.session.get(Ticket, ticket_id) if public else None
    members = await members_of_group(uow, ticket) if ticket else []
    return any(one.id == ticket_id and one.has_now(p) for one in members for p in public)


async def _reader(uow: UnitOfWork, place: Place) -> tuple[Member | None, list[Member]]:
    ticket = await uow.session.get(Ticket, place.ticket_id) if place.ticket_id else None
    members = await members_of_group(uow, ticket) if ticket else []
    return next((one for one in members if one.id == place.ticket_id), None), members
