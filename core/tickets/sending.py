"""Sending one's own note to the customer: it stays a note, and becomes a reply besides, once."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.conversation.audience import Audience
from core.conversation.file_models import Attachment
from core.conversation.models import Message, MessageRef, Place
from core.database.unit_of_work import UnitOfWork
from core.errors import Denied, NotFound
from core.events.event import Event
from core.tickets.changing import take
from core.tickets.files.attaching import KEPT
from core.tickets.messages import checked_text
from core.tickets.models import Ticket
from core.tickets.news import Seen, Typed
from core.tickets.replying import reply
from core.tickets.rules import Impossible
from core.tickets.saying_to_all import same_file

SENT_AS = "sent_as"
"""In a note's attributes: the reply that it became."""


@dataclass(frozen=True, kw_only=True)
class NoteSent(Event):
    """A note's author sent it to the customer as the reply ``reply_id``."""

    message_id: UUID
    reply_id: UUID
    audience: str = Audience.INTERNAL.value
    place_id: UUID | None = None


@dataclass(frozen=True)
class Sent:
    """The reply, the ticket it was made on, and whether it was there before."""

    reply: Message
    number: int
    before: bool = False


async def send_note(uow: UnitOfWork, actor: Actor, note_id: UUID, *, seen: Seen = None) -> Sent:
    """Make a reply of the actor's own note, with its files. The note stays, and shows it.

    Asked for again, nothing is sent twice. Raises ``Denied`` for somebody else's note,
    :class:`Impossible` for what the customer has already, ``NotFound`` for a deleted one, and
    ``Stale`` as replying does.
    """
    note, number = await own_note(uow, actor, note_id)
    if note.attributes.get(SENT_AS):
        return Sent(await _reply_of(uow, note), number, before=True)
    copies = await _copy_files(uow, actor, note)
    text = checked_text(note.body)
    said = await reply(uow, actor, number, text, seen=seen, attachment_ids=copies)
    note.attributes = {**note.attributes, SENT_AS: str(said.id)}
    await uow.session.flush()
    await uow.record(
        NoteSent(
            ticket_id=note.ticket_id,
            message_id=note.id,
            reply_id=said.id,
            # Where its author wrote it stand the author's own words, which we do not change.
            place_id=note.place_id,
        ),
        actor,
    )
    return Sent(said, number)


async def view_of_note(uow: UnitOfWork, note_id: UUID) -> Typed | None:
    """What the author of a note had before them when they wrote it, as it stands now."""
    row = (
        await uow.session.execute(
            select(Message, Place, MessageRef.stood_at)
            .outerjoin(Place, Place.id == Message.place_id)
            .outerjoin(
                MessageRef,
                (MessageRef.message_id == Message.id) & (MessageRef.place_id == Place.id),
            )
            .where(Message.id == note_id)
        )
    ).first()
    if row is None:
        return None
    note, place, stood_at = row
    return Typed(
        platform=place.platform if place else "",
        workspace=place.workspace if place else "",
        place_id=place.id if place else None,
        # Whoever has changed it since has read on until then.
        at=None if note.edited_at else stood_at,
        kept_at=note.edited_at or note.created_at,
    )


def sent_as(message: Message) -> UUID | None:
    """The reply that a note became, if it was sent."""
    found: Any = (message.attributes or {}).get(SENT_AS)
    return UUID(found) if found else None


async def own_note(uow: UnitOfWork, actor: Actor, note_id: UUID) -> tuple[Message, int]:
    """The note and its ticket's number, locked: who sends it at the same time waits here."""
    require(actor, Permission.NOTE)
    note = await uow.session.get(Message, note_id)
    if note is None:
        raise NotFound(ref="that note")
    number = await _number_of(uow, note.home_id)
    # Whether the actor may see the ticket at all comes before whose note it is.
    await take(uow, actor, number, Permission.NOTE)
    await uow.session.refresh(note)
    if note.deleted_at is not None:
        raise NotFound(ref="that note")
    if note.author_id is None or note.author_id != actor.person_id:
        raise Denied(act="send what somebody else wrote")
    if note.audience != Audience.INTERNAL.value or note.kind != "note":
        raise Impossible(ref="This", state="no note", hint="the customer has it already.")
    return note, number


async def _number_of(uow: UnitOfWork, ticket_id: UUID) -> int:
    number: int | None = await uow.session.scalar(
        select(Ticket.number).where(Ticket.id == ticket_id, Ticket.deleted_at.is_(None))
    )
    if number is None:
        raise NotFound(ref="that note")
    return number


async def _reply_of(uow: UnitOfWork, note: Message) -> Message:
    found = await uow.session.get(Message, sent_as(note))
    if found is None:
        raise NotFound(ref="that reply")
    return found


async def _copy_files(uow: UnitOfWork, actor: Actor, note: Message) -> list[UUID]:
    """The note's files once more, as files that the actor is about to send."""
    rows = await uow.session.scalars(
        select(Attachment)
        .where(Attachment.message_id == note.id, Attachment.state == KEPT)
        .order_by(Attachment.id)
    )
    copies = [same_file(uow, actor, one) for one in rows]
    uow.session.add_all(copies)
    await uow.session.flush()
    return [one.id for one in copies]
