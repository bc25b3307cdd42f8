"""Keeping a reply for a moment, so that its author can take it back (see ``held_sending``)."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select

from core.access.actor import Actor
from core.access.permissions import Permission
from core.conversation.drafts import KEPT_FOR
from core.conversation.models import Message, Place
from core.database.unit_of_work import UnitOfWork
from core.events.due import put_off
from core.ids import new_id
from core.people.organisation import organisation_settings
from core.tickets.announcements.marking import owe_mark
from core.tickets.changing import take
from core.tickets.files.attaching import unsaid_files
from core.tickets.held.held_models import HeldReply
from core.tickets.held.held_sending import HELD_DUE, WAITING, send_held, waiting_of
from core.tickets.messages import checked_text, speaker
from core.tickets.models import Ticket
from core.tickets.news import Seen
from core.tickets.sending import own_note, sent_as


async def hold_reply(
    uow: UnitOfWork,
    actor: Actor,
    number: int,
    text: str,
    *,
    seen: Seen = None,
    attachment_ids: Sequence[UUID] = (),
) -> HeldReply | None:
    """Keep an agent's reply until its moment. None: it is to be said at once.

    What a customer says is never held, nor anything where the organisation wants no delay.
    Raises what replying raises.
    """
    body = checked_text(text)
    if not actor.is_staff:
        return None
    ticket = await take(uow, actor, number, Permission.REPLY, seen)
    if speaker(actor, ticket) != "staff" or not await _delay(uow, actor, ticket):
        return None
    await unsaid_files(uow, actor, attachment_ids)
    return await _hold(uow, actor, ticket, number, body, files=attachment_ids)


async def hold_note(
    uow: UnitOfWork, actor: Actor, note_id: UUID, *, seen: Seen = None
) -> HeldReply | None:
    """Keep the sending of one's own note until its moment; asked for again, it is the same.

    None: it is to be sent at once, or was sent already. Raises ``Stale`` as replying does.
    """
    note, number = await own_note(uow, actor, note_id)
    waiting = await uow.session.scalar(
        select(HeldReply).where(HeldReply.note_id == note_id, HeldReply.state == WAITING)
    )
    if waiting is not None or sent_as(note) is not None:
        return waiting
    ticket = await take(uow, actor, number, Permission.REPLY, seen)
    if not await _delay(uow, actor, ticket):
        return None
    held = await _hold(uow, actor, ticket, number, "", note=note)
    await owe_mark(uow, note)
    return held


async def _delay(uow: UnitOfWork, actor: Actor, ticket: Ticket) -> bool:
    """Whether there is one; without, what the actor still holds there goes first."""
    if (await organisation_settings(uow)).undo_seconds:
        return True
    for held in await waiting_of(uow, actor.person_id, ticket.id):
        await send_held(uow, held)
    return False


async def _hold(
    uow: UnitOfWork,
    actor: Actor,
    ticket: Ticket,
    number: int,
    body: str,
    *,
    files: Sequence[UUID] = (),
    note: Message | None = None,
) -> HeldReply:
    """Queue it behind what the same author holds there already."""
    delay = timedelta(seconds=(await organisation_settings(uow)).undo_seconds)
    before = await waiting_of(uow, actor.person_id, ticket.id)
    held = HeldReply(
        id=new_id(),
        organisation_id=uow.organisation_id,
        ticket_id=ticket.id,
        number=number,
        author_id=actor.person_id,
        surface=actor.surface,
        note_id=note.id if note else None,
        body=body,
        attachment_ids=[str(one) for one in files],
        state=WAITING,
        problem="",
        revision=ticket.revision,
        created_at=uow.now,
        due_at=max([uow.now + delay, *(one.due_at for one in before)]),
    )
    uow.session.add(held)
    old = (HeldReply.author_id == actor.person_id) & (HeldReply.ended_at < uow.now - KEPT_FOR)
    await uow.session.execute(delete(HeldReply).where(old))
    await uow.session.flush()
    await put_off(uow, HELD_DUE, {held.id: held.due_at})
    return held


async def told_at(uow: UnitOfWork, held_id: UUID, place: Place, viewer: str) -> HeldReply:
    """Its author is told of it there, now and later."""
    held = await uow.session.get_one(HeldReply, held_id)
    if held.place_id is None:
        held.place_id, held.viewer = place.id, viewer
        await uow.session.flush()
    return held
