"""Saying something on a ticket: the one place where messages come to be."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core.access.actor import Actor
from core.conversation.audience import Audience
from core.conversation.models import Message
from core.conversation.visibility import stands_on
from core.database.rows import insert_rows
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid
from core.ids import new_id
from core.tickets.events import MessagePosted
from core.tickets.models import Ticket
from core.tickets.relations.group import above

LONGEST = 40_000
COMMUNITY = "community"
"""The kind of what somebody said in a customer's place who is neither that customer nor staff,
and the role and side of its author."""
_MESSAGES = insert_rows(Message, "messages")


def checked_text(said: str, field: str = "text") -> str:
    """The text as it will be kept. Raises :class:`Invalid` for none or far too much."""
    text = said.replace("\x00", "").strip()
    if not text:
        raise Invalid(field=field, problem="write something first")
    if len(text) > LONGEST:
        raise Invalid(field=field, problem=f"this is longer than {LONGEST:,} characters")
    return text


def speaker(actor: Actor, ticket: Ticket) -> str:
    """Which side speaks: ``customer``, ``staff`` or ``desk``.

    A member of staff is the customer of a ticket of their own, unless it gathers others.
    """
    if actor.person_id is None:
        return "desk"
    own = actor.person_id == ticket.requester_id and ticket.gathers_since is None
    return "staff" if actor.is_staff and not own else "customer"


async def say(
    uow: UnitOfWork,
    actor: Actor,
    ticket: Ticket,
    body: str,
    audience: Audience,
    *,
    place_id: UUID | None = None,
    opening: bool = False,
    files: int = 0,
    community: bool = False,
    copy_of_id: UUID | None = None,
    **attributes: Any,
) -> Message:
    """Add a message to a ticket and record it. ``place_id`` is where it stands already,
    ``files`` how many it is about to name, ``copy_of_id`` the message that it repeats.

    A merged ticket keeps what is said on it; those in which it goes on count it too. What
    the ``community`` says counts nowhere: it is nobody's turn because of it.
    """
    values = {
        "id": new_id(),
        "organisation_id": uow.organisation_id,
        "ticket_id": ticket.id,
        "kind": COMMUNITY if community else "reply" if audience is Audience.PUBLIC else "note",
        "audience": audience.value,
        "body": body,
        "author_id": actor.person_id,
        "author_role": COMMUNITY if community else actor.role.value,
        "surface": actor.surface,
        "place_id": place_id,
        "created_at": uow.now,
        "attributes": attributes,
        "copy_of_id": copy_of_id,
    }
    uow.writes.add_rows(_MESSAGES, [values])
    message = Message(**values)
    by = COMMUNITY if community else speaker(actor, ticket)
    for counting in () if community else (ticket, *await above(uow, ticket)):
        _count(counting, by, audience, uow.now, opening=opening)
    await uow.record(
        MessagePosted(
            ticket_id=ticket.id,
            message_id=message.id,
            audience=audience.value,
            kind=message.kind,
            by=by,
            place_id=place_id,
            opening=opening,
            files=files,
        ),
        actor,
    )
    return message


def _count(ticket: Ticket, by: str, audience: Audience, now: datetime, *, opening: bool) -> None:
    """What a message changes about its ticket."""
    ticket.updated_at = now
    if audience is not Audience.PUBLIC:
        return
    ticket.last_said_by = by
    if by == "staff":
        ticket.answer_outdated_at = None
    ticket.message_count += 0 if opening else 1
    if by == "customer" and not opening:
        # What the customer adds may change what an agent is about to do.
        ticket.revision += 1


async def opening_of(uow: UnitOfWork, ticket_id: UUID) -> UUID | None:
    """The message with which a ticket began."""
    await uow.finish()
    first: UUID | None = await uow.session.scalar(
        select(Message.id).where(Message.ticket_id == ticket_id).order_by(Message.id).limit(1)
    )
    return first


async def customer_wrote_since(uow: UnitOfWork, ticket: Ticket, since: datetime) -> bool:
    """Whether its customer has said something on the ticket itself since then."""
    wrote = select(Message.id).where(
        stands_on([ticket.id]),
        Message.audience == Audience.PUBLIC.value,
        Message.author_id == ticket.requester_id,
        Message.created_at > since,
    )
    return await uow.session.scalar(wrote.limit(1)) is not None
