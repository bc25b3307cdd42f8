"""What somebody who acts on a ticket has not seen of it: then the act is held, with the news."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true

from core.access.actor import Actor, Role
from core.conversation.audience import Audience
from core.conversation.models import Message, MessageRef, Place
from core.conversation.places import INTERNAL
from core.conversation.refs import COPY, MESSAGE
from core.conversation.visibility import stands_on
from core.database.unit_of_work import UnitOfWork
from core.errors import ErrorKind, HelpdeskError
from core.events.deliveries import UNCERTAIN, WAITING
from core.events.models import Delivery, EventRow
from core.events.redriving import STUCK
from core.people.models import Person
from core.tickets.messages import COMMUNITY
from core.tickets.models import Ticket
from core.tickets.reading.queries import ref_of
from core.tickets.reading.wording import event_in_words
from core.tickets.relations.group import Member, members_of_group
from core.tickets.rules import Stale

NEWEST = 50
"""So many of a customer's messages are looked at: who has missed more is held by these."""


@dataclass(frozen=True)
class Typed:
    """What somebody had before them who typed a reply: what its customer had said, as far as it
    was to be read there.

    ``place_id`` is the thread in which they typed; without one, all threads of staff in that
    workspace count. ``at`` is when, by the platform's own clock: it is compared with nothing
    but what the same platform says of its other messages. ``kept_at``, for words that were kept
    before they are sent: what came in later cannot have been read. ``just_now``: what is being
    posted at this moment may still prove to stand there already.
    """

    platform: str
    workspace: str
    place_id: UUID | None = None
    at: datetime | None = None
    kept_at: datetime | None = None
    just_now: bool = False


Seen = int | Typed | None
"""What an actor was looking at: a revision of the ticket, or a place in which they typed."""


class NotShownYet(HelpdeskError):
    """Whether a message stood there when somebody typed will be known in a moment."""

    kind = ErrorKind.UNAVAILABLE
    code = "ticket.not_shown_yet"
    text = "A message is just arriving there. Nothing was lost; try again in a moment."


async def refuse_if_behind(
    uow: UnitOfWork, actor: Actor, ticket: Ticket, number: int, seen: Seen
) -> None:
    """Raise :class:`Stale` with the news if there is any since what the actor has seen.

    A revision is behind when anything has changed; words that were typed, when their customer
    has said something that they could not know.
    """
    if isinstance(seen, Typed):
        authors = await _unseen(uow, actor, ticket, seen)
        if authors:
            raise _stale(uow, ticket, number, _in_words(authors, len(authors)), len(authors))
    elif seen is not None and ticket.revision != seen:
        count = await _new_messages(uow, ticket, seen)
        news = await _news(uow, actor, ticket, seen, count)
        raise _stale(uow, ticket, number, news, count)


async def refuse_if_answered_back(uow: UnitOfWork, ticket: Ticket, number: int, since: int) -> None:
    """Raise :class:`Stale` if customers have said something since that revision, whatever else
    has changed."""
    count = await _new_messages(uow, ticket, since)
    if count:
        authors = await _authors(uow, ticket, count)
        raise _stale(uow, ticket, number, _in_words(authors, count), count)


def _stale(uow: UnitOfWork, ticket: Ticket, number: int, news: str, count: int) -> Stale:
    return Stale(
        ref=ref_of(uow, number),
        news=news,
        revision=ticket.revision,
        number=number,
        new_messages=count,
    )


def _in_words(authors: list[str], count: int) -> str:
    by = f", from {' and '.join(dict.fromkeys(authors))}" if authors else ""
    return f"{count} new message{'s' if count > 1 else ''} since{by}."


async def _unseen(uow: UnitOfWork, actor: Actor, ticket: Ticket, seen: Typed) -> list[str]:
    """Who wrote each message that they could not know, newest first. Raises
    :class:`NotShownYet`.

    What they have said something after they know of: they had read it, or were told.
    """
    members = await members_of_group(uow, ticket)
    ids = [member.id for member in members]
    public = and_(stands_on(ids), Message.audience == Audience.PUBLIC.value)
    answered = select(func.max(Message.created_at)).where(
        public, Message.author_id == actor.person_id
    )
    shown, missing, coming = _standing(ids, seen)
    rows = await uow.session.execute(
        select(Person.name, coming)
        .join(Message, Message.author_id == Person.id)
        .where(
            public,
            _by_customers(members),
            Message.kind != COMMUNITY,
            Message.deleted_at.is_(None),
            Message.author_id != actor.person_id,
            Message.created_at > func.coalesce(answered.scalar_subquery(), func.to_timestamp(0)),
            or_(and_(missing, ~shown), _came_after(seen)),
        )
        .order_by(Message.created_at.desc(), Message.id.desc())
        .limit(NEWEST)
    )
    found = list(rows)
    if seen.just_now and any(is_coming for _, is_coming in found):
        raise NotShownYet
    return [name for name, _ in found]


def _came_after(seen: Typed) -> ColumnElement[bool]:
    return false() if seen.kept_at is None else Message.created_at > seen.kept_at


def _standing(
    tickets: list[UUID], seen: Typed
) -> tuple[ColumnElement[bool], ColumnElement[bool], ColumnElement[bool]]:
    """Of a message: whether it was to be read where they typed; whether it is still to come
    there, will never, or came later; and whether it may be there already.

    A message that was never to stand there, because that place was opened later or it is the
    one with which the ticket began, is none of these.
    """
    here: ColumnElement[bool] = Place.id == seen.place_id
    if seen.place_id is None:
        here = and_(
            Place.ticket_id.in_(tickets),
            Place.platform == seen.platform,
            Place.workspace == seen.workspace,
            Place.role == INTERNAL,
        )
    places = select(Place.id).where(here)
    stands = and_(
        MessageRef.message_id == Message.id,
        MessageRef.kind.in_((MESSAGE, COPY)),
        MessageRef.place_id.in_(places),
    )
    owed = and_(
        Delivery.message_id == Message.id,
        Delivery.kind.in_((MESSAGE, COPY)),
        Delivery.place_id.in_(places),
    )
    # Where the platform does not say when, what stands there by now counts as read.
    later = false() if seen.at is None else func.coalesce(MessageRef.stood_at > seen.at, false())
    shown = select(MessageRef.id).where(stands, ~later).exists()
    late = select(MessageRef.id).where(stands, later).exists()
    on_its_way = select(Delivery.id).where(owed, Delivery.state.in_((*WAITING, *STUCK))).exists()
    coming = select(Delivery.id).where(owed, Delivery.state.in_(UNCERTAIN)).exists()
    return shown, or_(on_its_way, late), and_(coming, ~shown)


async def _new_messages(uow: UnitOfWork, ticket: Ticket, seen: int) -> int:
    """How many messages customers wrote since that revision: each raises it by one, and so
    does every change, which has an event with the revision that it made."""
    changes = select(func.count()).where(
        EventRow.ticket_id == ticket.id, EventRow.data["revision"].as_integer() > seen
    )
    return max(0, ticket.revision - seen - (await uow.session.scalar(changes) or 0))


async def _news(uow: UnitOfWork, actor: Actor, ticket: Ticket, seen: int, count: int) -> str:
    """What happened since, newest first, in a line: ``2 new messages since, from Ana; Sam
    claimed this 12 s ago``."""
    rows = await uow.session.execute(
        select(EventRow, Person.name)
        .outerjoin(Person, Person.id == EventRow.actor_id)
        .where(
            EventRow.ticket_id == ticket.id,
            EventRow.data["revision"].as_integer() > seen,
        )
        .where(_known_to(actor))
        .order_by(EventRow.id.desc())
        .limit(3)
    )
    lines = [event_in_words(row.type, name or "Deskhand", row.at, uow.now) for row, name in rows]
    if count:
        authors = await _authors(uow, ticket, count) if actor.is_staff else []
        lines.insert(0, _in_words(authors, count).rstrip("."))
    return "; ".join(lines) + "." if lines else "there is news."


async def _authors(uow: UnitOfWork, ticket: Ticket, count: int) -> list[str]:
    """Who wrote the last messages of the customers' side, newest first."""
    members = await members_of_group(uow, ticket)
    rows = await uow.session.scalars(
        select(Person.name)
        .join(Message, Message.author_id == Person.id)
        .where(
            stands_on([member.id for member in members]),
            Message.audience == Audience.PUBLIC.value,
            _by_customers(members),
        )
        .order_by(Message.created_at.desc(), Message.id.desc())
        .limit(count)
    )
    return list(dict.fromkeys(rows))


def _by_customers(members: list[Member]) -> ColumnElement[bool]:
    customers = [member.requester_id for member in members]
    return or_(Message.author_role == Role.CUSTOMER.value, Message.author_id.in_(customers))


def _known_to(actor: Actor) -> ColumnElement[bool]:
    """Customers hear of what staff did and of their own acts, of no other customer's."""
    if actor.is_staff:
        return true()
    return or_(Person.role != Role.CUSTOMER.value, Person.id == actor.person_id)
