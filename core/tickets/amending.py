"""Editing and removing one's own messages; what was said to many follows in every copy."""

from uuid import UUID

from sqlalchemy import select

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.conversation.audience import Audience
from core.conversation.models import Message
from core.conversation.visibility import visible_messages
from core.database.unit_of_work import UnitOfWork
from core.errors import Denied, NotFound
from core.tickets.collaboration.mentions import call_in_more
from core.tickets.collaboration.reacting import forget_reactions
from core.tickets.events import MessageDeleted, MessageEdited
from core.tickets.files.attaching import remove_files
from core.tickets.messages import COMMUNITY, checked_text
from core.tickets.models import Ticket
from core.tickets.reading.queries import scope_of
from core.tickets.relations.group import above, root_id_of
from core.tickets.relations.merging import last_said_by
from core.tickets.saying_to_all import copies_of


async def _own_message(
    uow: UnitOfWork, actor: Actor, message_id: UUID, *, taken_back: bool = False
) -> Message:
    message = await uow.session.scalar(
        select(Message).where(
            Message.id == message_id, Message.deleted_at.is_(None), visible_messages(actor)
        )
    )
    ticket = await uow.session.get(Ticket, message.home_id) if message else None
    if message is None or ticket is None or ticket.deleted_at is not None:
        raise NotFound(ref="that message")
    own = message.author_id == actor.person_id
    # Who posted beside a ticket, or had it before another customer, has no right on it, but on
    # their own words.
    beside = own and (taken_back or message.kind == COMMUNITY)
    require(actor, Permission.REPLY, None if beside else await scope_of(uow, ticket))
    if not own:
        raise Denied(act="change what somebody else wrote")
    return message


async def edit_message(
    uow: UnitOfWork,
    actor: Actor,
    message_id: UUID,
    text: str,
    *,
    place_id: UUID | None = None,
) -> Message:
    """Replace the text of one's own message, wherever it stands. Whom a note names now and did
    not name before is called in."""
    body = checked_text(text)
    message = await _own_message(uow, actor, message_id)
    before = message.body
    if before == body:
        return message
    for one in (message, *await copies_of(uow, message.id)):
        one.body, one.edited_at = body, uow.now
        await uow.session.flush()
        await uow.record(
            MessageEdited(
                ticket_id=one.home_id,
                message_id=one.id,
                audience=one.audience,
                place_id=place_id if one is message else None,
            ),
            actor,
        )
    if message.audience == Audience.INTERNAL.value:
        home = await uow.session.get_one(Ticket, message.home_id)
        ticket = await uow.session.get_one(Ticket, await root_id_of(uow, home))
        await call_in_more(uow, actor, ticket, message, before)
    return message


async def delete_message(
    uow: UnitOfWork, actor: Actor, message_id: UUID, *, place_id: UUID | None = None
) -> None:
    """Take back one's own message, wherever it stands. Its text is erased, and it is no answer
    any more. A first response stays given: it may have been read.
    """
    message = await _own_message(uow, actor, message_id, taken_back=True)
    for one in (message, *await copies_of(uow, message.id)):
        counting = await _counting(uow, one)
        if one.deleted_at is not None:
            continue  # taken back at the same time
        one.body, one.deleted_at = "", uow.now
        await remove_files(uow, one.id)
        await forget_reactions(uow, one.id)
        await uow.session.flush()
        for ticket in counting:
            ticket.message_count -= 1
        for last in counting[-1:]:  # in which the others go on: it tells whose turn it is
            last.last_said_by = await last_said_by(uow, last)
        await uow.record(
            MessageDeleted(
                ticket_id=one.home_id,
                message_id=one.id,
                audience=one.audience,
                place_id=place_id if one is message else None,
            ),
            actor,
        )


async def _counting(uow: UnitOfWork, message: Message) -> list[Ticket]:
    """The tickets that count a message among those with the customer, locked: the one on which
    it stands, then those in which that goes on. The message is read anew with them."""
    home = await uow.session.get_one(Ticket, message.home_id)
    found = [home, *await above(uow, home)]
    await uow.session.flush()
    for ticket in found:
        await uow.session.refresh(ticket, with_for_update={"key_share": True})
    await uow.session.refresh(message, ["deleted_at"])
    is_counted = message.audience == Audience.PUBLIC.value and message.kind != COMMUNITY
    return found if is_counted else []
