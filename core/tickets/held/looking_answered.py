"""A note that reads like an answer, while the customer still waits: its author is asked once."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from core.access.actor import STAFF, Actor
from core.conversation.audience import Audience
from core.conversation.models import Message, Place
from core.conversation.places import INTERNAL, address, best_identity, private_place
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import owe, owe_all
from core.events.due import put_off
from core.people.actors import actor_for
from core.people.models import Identity, Person
from core.people.preferences import person_quiet_until
from core.tickets.answer_rules import looks_like_an_answer
from core.tickets.configuration.catalogue import catalogue
from core.tickets.events import MessagePosted
from core.tickets.held.held_models import HeldReply
from core.tickets.models import Ticket
from core.tickets.rules import waiting_on
from core.tickets.sending import sent_as

NUDGE_DUE = "answer nudge"
DELIVERY = "answer_nudge"
PATIENCE = timedelta(minutes=5)


async def plan_answer_nudge(uow: UnitOfWork, actor: Actor, event: MessagePosted) -> None:
    """Look again in five minutes at a note that reads like an answer to who waits for us."""
    if event.audience != Audience.INTERNAL.value or event.by != "staff":
        return
    ticket = await uow.session.get(Ticket, event.ticket_id)
    if ticket is None or not await _waits_on_us(uow, ticket):
        return
    await uow.flush()
    note = await uow.session.get(Message, event.message_id)
    customer = await uow.session.get(Person, ticket.requester_id)
    if note and customer and looks_like_an_answer(note.body, customer.name):
        await put_off(uow, NUDGE_DUE, {note.id: uow.now + PATIENCE})


async def nudge_is_due(uow: UnitOfWork, note_id: UUID) -> None:
    """Ask the author, if it is still so; in quiet hours only when they are over."""
    note = await uow.session.get(Message, note_id)
    if note is None or note.deleted_at is not None or note.author_id is None:
        return
    ticket = await uow.session.get(Ticket, note.ticket_id)
    if ticket is None or not await _waits_on_us(uow, ticket) or await _was_said(uow, note):
        return
    until = await person_quiet_until(uow, note.author_id)
    if until is not None:
        await put_off(uow, NUDGE_DUE, {note_id: until})
        return
    author = await actor_for(uow, note.author_id, note.surface)
    if author is None or not author.is_staff:
        return
    told = await _where(uow, note, note.author_id)
    if told is not None:
        place, viewer = told
        content = {"note": str(note.id)}
        owed = owe(
            uow, address(place), DELIVERY, ticket_id=ticket.id, content=content, viewer=viewer
        )
        owe_all(uow, [owed])


async def _waits_on_us(uow: UnitOfWork, ticket: Ticket) -> bool:
    if ticket.deleted_at is not None:
        return False
    base = (await catalogue(uow)).base(ticket.status_id)
    return waiting_on(base, ticket.last_said_by) == "us"


async def _was_said(uow: UnitOfWork, note: Message) -> bool:
    """Whether staff have answered since, with this note or otherwise, or are about to."""
    if sent_as(note) is not None:
        return True
    answered = await uow.session.scalar(
        select(Message.id)
        .where(
            Message.ticket_id == note.ticket_id,
            Message.audience == Audience.PUBLIC.value,
            Message.author_role.in_(STAFF),
            Message.author_id.is_not(None),
            Message.created_at >= note.created_at,
            Message.deleted_at.is_(None),
        )
        .limit(1)
    )
    held = await uow.session.scalar(
        select(HeldReply.id)
        .where(HeldReply.ticket_id == note.ticket_id, HeldReply.state == "waiting")
        .limit(1)
    )
    return answered is not None or held is not None


async def _where(uow: UnitOfWork, note: Message, person_id: UUID) -> tuple[Place, str] | None:
    """Beside the note where it was typed, else directly."""
    typed = await uow.session.get(Place, note.place_id) if note.place_id else None
    identity: Identity | None = None
    if typed is not None and typed.role == INTERNAL:
        identity = await uow.session.scalar(
            select(Identity)
            .where(
                Identity.person_id == person_id,
                Identity.platform == typed.platform,
                Identity.workspace == typed.workspace,
            )
            .limit(1)
        )
    if typed is not None and identity is not None:
        spot = (typed.platform, typed.workspace, typed.channel, typed.thread)
    else:
        identity = await best_identity(uow, person_id)
        if identity is None:
            return None
        spot = (identity.platform, identity.workspace, identity.direct, None)
    place = await private_place(uow, *spot, person_id, Audience.INTERNAL)
    return place, identity.external_id
