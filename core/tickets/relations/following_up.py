"""What a customer says where a ticket no longer goes on for them begins a new one, linked to it:
long after its end (a follow-up), or after it was given to another customer."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select

from core.access.actor import Actor
from core.conversation.models import Message, MessageRef, Place
from core.conversation.places import address, places_changed, places_of
from core.conversation.refs import CARD
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import owe, owe_all
from core.people.organisation import reopening_window
from core.tickets.configuration.catalogue import catalogue
from core.tickets.ending_events import TicketFollowedUp
from core.tickets.models import Ticket
from core.tickets.opening import TicketDraft, open_ticket
from core.tickets.reading.readers import is_read_along
from core.tickets.relations.group import members_of_group
from core.tickets.relations.linking import FOLLOW_UP, RELATED, add_link
from core.tickets.relations.relation_models import TicketLink
from core.tickets.relations.turns import place_of
from core.tickets.rules import DONE, SUBJECT_LENGTH, is_long_over


async def is_for_a_follow_up(uow: UnitOfWork, ticket: Ticket) -> bool:
    """Whether the ticket ended too long ago to be opened again."""
    if (await catalogue(uow)).base(ticket.status_id) not in DONE:
        return False
    ended = ticket.closed_at or ticket.resolved_at
    return is_long_over(ended, uow.now, await reopening_window(uow))


async def latest_follow_up(
    uow: UnitOfWork, person_id: UUID | None, ticket: Ticket, place_id: UUID | None = None
) -> int | None:
    """The number of that person's ticket that goes on with this one, or with one that was merged
    with it, if there is one already. What is said where nobody else reads goes to none that
    others read."""
    members = await members_of_group(uow, ticket)
    found = await uow.session.execute(
        select(Ticket.id, Ticket.number)
        .join(TicketLink, TicketLink.ticket_id == Ticket.id)
        .where(
            TicketLink.other_id.in_([member.id for member in members]),
            TicketLink.kind == FOLLOW_UP,
            Ticket.requester_id == person_id,
            Ticket.deleted_at.is_(None),
        )
        .order_by(Ticket.number.desc())
    )
    said_at = await uow.session.get(Place, place_id) if place_id else None
    apart = said_at is not None and not said_at.shared
    for ticket_id, number in found.all():
        if not apart or not await is_read_along(uow, ticket_id):
            return int(number)
    return None


async def left_behind(uow: UnitOfWork, actor: Actor, place_id: UUID | None) -> Ticket | None:
    """The ticket of a place of the actor's that was given to another customer since."""
    place = await uow.session.get(Place, place_id) if place_id else None
    ticket = await uow.session.get(Ticket, place.ticket_id) if place else None
    if place is None or ticket is None or ticket.moved_at is None:
        return None
    if ticket.requester_id == actor.person_id:
        return None
    members = await members_of_group(uow, ticket)
    own = next(member for member in members if member.id == ticket.id)
    return ticket if place_of(own.turns, place.created_at) == actor.person_id else None


async def open_apart(
    uow: UnitOfWork,
    actor: Actor,
    ticket: Ticket,
    text: str,
    place_id: UUID | None,
    attachment_ids: Sequence[UUID] = (),
) -> Message:
    """A ticket of the former customer's own, in their old place; it has nothing of the one
    that was given away. Returns its first message."""
    draft = TicketDraft(
        subject=text.split("\n")[0][:SUBJECT_LENGTH],
        description=text,
        attachment_ids=list(attachment_ids),
    )
    place_id = await _freed(uow, ticket, place_id)
    opened = await open_ticket(uow, actor, draft, place_id=place_id)
    await uow.flush()
    await add_link(uow, opened.id, ticket.id, RELATED)
    return await _first_of(uow, opened)


async def _freed(uow: UnitOfWork, ticket: Ticket, place_id: UUID | None) -> UUID | None:
    """The place for the new ticket: its old card stays as it is, and the new one is posted below.
    None for one that the old ticket had left: the new one begins in private as well."""
    place = await uow.session.get(Place, place_id) if place_id else None
    if place is None or place.left_at is not None:
        return None
    await uow.session.execute(
        delete(MessageRef).where(MessageRef.place_id == place_id, MessageRef.kind == CARD)
    )
    places_changed(uow, ticket.id)
    return place_id


async def _first_of(uow: UnitOfWork, opened: Ticket) -> Message:
    first = await uow.session.scalar(
        select(Message).where(Message.ticket_id == opened.id).order_by(Message.id).limit(1)
    )
    assert first is not None
    return first


async def open_follow_up(
    uow: UnitOfWork,
    actor: Actor,
    ticket: Ticket,
    text: str,
    place_id: UUID | None,
    attachment_ids: Sequence[UUID] = (),
) -> Message:
    """A new ticket that begins with this text, in the same thread if there is one.

    ``ticket`` is the customer's own, not another's in which it went on: the new one has its
    subject and fields. The thread is the new ticket's from now on,
    unless the old one had left it. Returns its first message.
    """
    place_id = await _freed(uow, ticket, place_id)
    draft = TicketDraft(
        subject=_subject_of(ticket),
        description=text,
        priority=ticket.priority,
        attachment_ids=list(attachment_ids),
    )
    opened = await open_ticket(uow, actor, draft, place_id=place_id, follows=ticket)
    await uow.flush()
    await add_link(uow, opened.id, ticket.id, FOLLOW_UP)
    await uow.record(
        TicketFollowedUp(ticket_id=opened.id, other_id=ticket.id, number=ticket.number), actor
    )
    return await _first_of(uow, opened)


def _subject_of(ticket: Ticket) -> str:
    again = ticket.subject if ticket.subject.startswith("Again: ") else f"Again: {ticket.subject}"
    return again[:SUBJECT_LENGTH]


async def announce_follow_up(uow: UnitOfWork, actor: Actor, event: TicketFollowedUp) -> None:
    """Say in the thread that this is a new ticket, and in the staff's whose follow-up it is."""
    assert event.ticket_id is not None
    places_changed(uow, event.ticket_id)
    owed = [
        owe(uow, address(p), "line", ticket_id=event.ticket_id, event_id=event.event_id)
        for p in await places_of(uow, event.ticket_id)
    ]
    owe_all(uow, owed)
