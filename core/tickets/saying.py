"""What is said together with the files that come along: one step of several use cases."""

from collections.abc import Sequence
from uuid import UUID

from core.access.actor import Actor
from core.conversation.audience import Audience
from core.conversation.models import Message
from core.database.unit_of_work import UnitOfWork
from core.tickets.files.attaching import attach
from core.tickets.messages import say
from core.tickets.models import Ticket
from core.tickets.saying_to_all import copy_files


async def say_with_files(
    uow: UnitOfWork,
    actor: Actor,
    home: Ticket,
    body: str,
    audience: Audience,
    attachment_ids: Sequence[UUID],
    *,
    place_id: UUID | None = None,
) -> Message:
    """Add a message that names files which the actor brought before.

    Said on a ticket that gathers others, each of their customers gets them too.
    """
    count = len(attachment_ids)
    message = await say(uow, actor, home, body, audience, place_id=place_id, files=count)
    found = await attach(uow, actor, message, attachment_ids)
    if found and home.gathers_since is not None:
        await copy_files(uow, actor, message, found)
    return message
