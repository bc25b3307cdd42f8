"""Marks on words that their author wrote in the staff's thread: we cannot change those."""

from uuid import UUID

from sqlalchemy import select

from core.access.actor import Actor
from core.conversation.audience import Audience
from core.conversation.copies import with_copies
from core.conversation.models import Message, Place
from core.conversation.places import INTERNAL, address
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import WAITING, owe, owe_all
from core.events.models import Delivery
from core.tickets.announcements.serving import served_places
from core.tickets.events import MessagePosted
from core.tickets.models import Ticket
from core.tickets.sending import SENT_AS, NoteSent

MARK = "mark"
"""The kind of a delivery that marks what somebody else's account has posted."""


async def mark_own_words(uow: UnitOfWork, actor: Actor, event: MessagePosted | NoteSent) -> None:
    """A note stands where its author typed it: it gets its mark there."""
    if event.audience == Audience.INTERNAL.value and event.place_id is not None:
        await _owe(uow, event.message_id, event.place_id, event.ticket_id)


async def owe_mark(uow: UnitOfWork, message: Message) -> None:
    """The mark of a note follows what happens to it."""
    if message.audience == Audience.INTERNAL.value and message.place_id is not None:
        await _owe(uow, message.id, message.place_id, message.ticket_id)


async def owe_mark_of_sent(uow: UnitOfWork, reply: Message) -> None:
    """The delivery of a reply has got on: if it was a note, that shows it too."""
    if reply.author_id is None:
        return
    note = await uow.session.scalar(
        select(Message).where(
            Message.ticket_id == reply.ticket_id,
            Message.kind == "note",
            Message.attributes[SENT_AS].astext == str(reply.id),
        )
    )
    if note is not None:
        await owe_mark(uow, note)


async def owe_mark_of_all(uow: UnitOfWork, copy: Message, *, stuck: bool) -> None:
    """A copy of what was said to many has got on: staff see on the one message that it is
    stuck somewhere, or that it has reached all; not each step of each copy."""
    if copy.copy_of_id is None:
        return
    # One by one: of the last two, one must see that none is left.
    said = await uow.session.get_one(Message, copy.copy_of_id, with_for_update={"key_share": True})
    waits = select(Delivery.id).where(
        Delivery.message_id.in_(with_copies(said.id)),
        Delivery.kind == "message",
        Delivery.state.in_(WAITING),
    )
    if not stuck and await uow.session.scalar(waits.limit(1)) is not None:
        return
    ticket = await uow.session.get_one(Ticket, said.ticket_id)
    owe_all(
        uow,
        [
            owe(uow, address(place), "edit", ticket_id=ticket.id, message_id=said.id)
            for place in await served_places(uow, ticket)
            if place.role == INTERNAL
        ],
    )


async def _owe(uow: UnitOfWork, message_id: UUID, place_id: UUID, ticket_id: UUID | None) -> None:
    place = await uow.session.get(Place, place_id)
    if place is None or place.role != INTERNAL:
        return
    waits = await uow.session.scalar(
        select(Delivery.id).where(
            Delivery.place_id == place_id,
            Delivery.kind == MARK,
            Delivery.state == "queued",
            Delivery.content["message"].astext == str(message_id),
        )
    )
    if waits is not None:
        return  # it will show the latest state
    owed = owe(uow, address(place), MARK, ticket_id=ticket_id, content={"message": str(message_id)})
    # A mark that must wait for its turn holds up no message.
    owe_all(uow, [owed | {"lane": f"{place_id}:{MARK}"}])
