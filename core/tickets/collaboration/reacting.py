"""Reactions: emoji on messages. They are nobody's turn: no clock, status or count follows.

Who may read a message may react to it. To staff all reactions are shown; to a customer those
of staff and their own, so that of two customers whose tickets were merged neither learns of
the other.
"""

import re
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.conversation.models import Message
from core.conversation.visibility import visible_messages
from core.database.unit_of_work import UnitOfWork
from core.errors import Denied, Invalid, NotFound
from core.ids import new_id
from core.tickets.collaboration.reaction_models import MessageReaction
from core.tickets.events import MessageReacted, MessageUnreacted
from core.tickets.messages import speaker
from core.tickets.models import Ticket
from core.tickets.reading.queries import scope_of
from core.tickets.relations.group import members_of_group, own_in_group, readable

_EMOJI = re.compile(r"[^\s\x00-\x1f]{1,64}")
_TONES = re.compile("[\U0001f3fb-\U0001f3ff]")


async def react(
    uow: UnitOfWork, actor: Actor, message_id: UUID, emoji: str, *, place_id: UUID | None = None
) -> None:
    """Put an emoji (itself, or its name in colons) on a message that one may read.

    Done again from the same place it changes nothing. Raises :class:`NotFound` for a message
    that is not there for the actor.
    """
    shown = _checked(emoji)
    message, ticket = await reactable(uow, actor, message_id)
    if actor.person_id is None:
        raise Denied(act=Permission.REPLY.value)
    if await _taken(uow, actor, message, shown, place_id):
        return
    by = speaker(actor, ticket)
    uow.session.add(
        MessageReaction(
            id=new_id(),
            organisation_id=uow.organisation_id,
            message_id=message.id,
            person_id=actor.person_id,
            place_id=place_id,
            emoji=shown,
            by_staff=by == "staff",
            created_at=uow.now,
        )
    )
    await uow.session.flush()
    await uow.record(MessageReacted(**_ids(message, by, place_id)), actor)


async def unreact(
    uow: UnitOfWork, actor: Actor, message_id: UUID, emoji: str, *, place_id: UUID | None = None
) -> None:
    """Take one's own emoji away again that was put there from that place, also where one may not
    read the message any more; one that is not there is gone already."""
    shown = _checked(emoji)
    message = await _locked(uow, message_id)
    row = await _taken(uow, actor, message, shown, place_id) if message else None
    if message is None or row is None:
        await reactable(uow, actor, message_id)
        return
    by = "staff" if row.by_staff else "customer"
    await uow.session.delete(row)
    await uow.session.flush()
    await uow.record(MessageUnreacted(**_ids(message, by, place_id)), actor)


async def forget_reactions(uow: UnitOfWork, message_id: UUID) -> None:
    """Nothing is left of them: the message was taken back."""
    await uow.session.execute(
        delete(MessageReaction).where(MessageReaction.message_id == message_id)
    )


def _checked(emoji: str) -> str:
    """The emoji without its skin: the same for everybody."""
    shown = _TONES.sub("", emoji).strip()
    if not _EMOJI.fullmatch(shown):
        raise Invalid(field="emoji", problem="one emoji, or its name in colons")
    return shown


async def reactable(
    uow: UnitOfWork, actor: Actor, message_id: UUID, needs: Permission = Permission.REPLY
) -> tuple[Message, Ticket]:
    """A message that the actor may read, locked, and its ticket: whoever reacts at the same
    time waits. Raises :class:`NotFound` if it is not there for them."""
    message = await _locked(uow, message_id)
    ticket = await uow.session.get(Ticket, message.home_id) if message else None
    if message is None or ticket is None or ticket.deleted_at is not None:
        raise NotFound(ref="that message")
    if not actor.is_staff:
        readers = readable(actor, await members_of_group(uow, ticket))
        seen = select(Message.id).where(Message.id == message_id, visible_messages(actor), readers)
        ticket = await own_in_group(uow, actor, ticket)
        if ticket is None or await uow.session.scalar(seen) is None:
            raise NotFound(ref="that message")
    require(actor, needs, await scope_of(uow, ticket))
    return message, ticket


async def _locked(uow: UnitOfWork, message_id: UUID) -> Message | None:
    await uow.flush()
    found: Message | None = await uow.session.scalar(
        select(Message)
        .where(Message.id == message_id, Message.deleted_at.is_(None))
        .with_for_update(key_share=True)
    )
    return found


def _ids(message: Message, by: str, place_id: UUID | None) -> dict[str, Any]:
    """An emoji may have any name, so a fact does not hold it."""
    return {
        "ticket_id": message.home_id,
        "message_id": message.id,
        "audience": message.audience,
        "by": by,
        "place_id": place_id,
    }


async def _taken(
    uow: UnitOfWork, actor: Actor, message: Message, emoji: str, place_id: UUID | None
) -> MessageReaction | None:
    row: MessageReaction | None = await uow.session.scalar(
        select(MessageReaction).where(
            MessageReaction.message_id == message.id,
            MessageReaction.person_id == actor.person_id,
            MessageReaction.place_id.is_not_distinct_from(place_id),
            MessageReaction.emoji == emoji,
        )
    )
    return row
