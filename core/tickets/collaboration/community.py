"""Community posts: what others say in a customer's place that they can read along in.

They are kept with the ticket and shown to staff as what they are. They are nobody's turn:
no clock stops or runs because of them, nothing opens again, and their authors have no
right on the ticket.
"""

from collections.abc import Sequence
from uuid import UUID

from core.access.actor import Actor
from core.access.permissions import Permission, can_see, require
from core.conversation.audience import Audience
from core.conversation.models import Message, Place
from core.conversation.places import CUSTOMER
from core.database.unit_of_work import UnitOfWork
from core.errors import NotFound
from core.tickets.files.attaching import attach
from core.tickets.messages import checked_text, say
from core.tickets.models import Ticket
from core.tickets.reading.queries import scope_of
from core.tickets.reading.readers import is_its_customers
from core.tickets.relations.following_up import left_behind


async def is_bystander(uow: UnitOfWork, actor: Actor, place: Place) -> bool:
    """Whether the actor only reads along in a place: its ticket is none of their business, and
    never was (a former customer begins one of their own there)."""
    if actor.is_staff or place.role != CUSTOMER or place.ticket_id is None:
        return False
    ticket = await uow.session.get(Ticket, place.ticket_id)
    if ticket is None or can_see(actor, await scope_of(uow, ticket)):
        return False
    return await left_behind(uow, actor, place.id) is None


async def post_beside(
    uow: UnitOfWork,
    actor: Actor,
    place_id: UUID,
    text: str,
    *,
    attachment_ids: Sequence[UUID] = (),
) -> Message:
    """Keep what a bystander said in a place as a community post of its ticket.

    Raises :class:`NotFound` where the place is none that bystanders can speak in, is left or a
    former customer's, or has a ticket that is the actor's own business: then it is a reply or
    a note.
    """
    require(actor, Permission.OPEN)
    place = await uow.session.get(Place, place_id)
    ticket = await uow.session.get(Ticket, place.ticket_id) if place and place.ticket_id else None
    if place is None or ticket is None or ticket.deleted_at is not None or place.left_at:
        raise NotFound(ref="that thread")
    if not await is_bystander(uow, actor, place) or not await is_its_customers(uow, place):
        raise NotFound(ref="that thread")
    message = await say(
        uow,
        actor,
        ticket,
        checked_text(text),
        Audience.PUBLIC,
        place_id=place.id,
        files=len(attachment_ids),
        community=True,
    )
    await attach(uow, actor, message, attachment_ids)
    return message
