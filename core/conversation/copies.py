"""One message that was said to many customers: each has a copy on a ticket of their own."""

from uuid import UUID

from sqlalchemy import Select, or_, select

from core.access.actor import Actor
from core.conversation.models import Message
from core.database.unit_of_work import UnitOfWork
from core.events.redriving import redrive_messages


def with_copies(message_id: UUID) -> Select[UUID]:
    """The ids of the message and of those that say the same to one customer each."""
    return select(Message.id).where(or_(Message.id == message_id, Message.copy_of_id == message_id))


async def send_again(uow: UnitOfWork, actor: Actor, message_id: UUID) -> int:
    """Send a message again wherever it or a copy of it got stuck; returns to how many places."""
    return await redrive_messages(
        uow, actor, list(await uow.session.scalars(with_copies(message_id)))
    )
