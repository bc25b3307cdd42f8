"""What a person's words are about where a channel is one conversation, without threads."""

from sqlalchemy import select

from core.access.actor import Actor
from core.conversation.models import Place
from core.conversation.places import CUSTOMER
from core.database.unit_of_work import UnitOfWork
from core.tickets.configuration.catalogue import catalogue
from core.tickets.models import Ticket
from core.tickets.relations.group import root_id_of
from core.tickets.rules import Base

_LOOKED_AT = 20
"""The latest of somebody's tickets there; who has had more since has ended the older ones."""


async def place_going_on(
    uow: UnitOfWork, actor: Actor, platform: str, workspace: str, channel: str
) -> Place | None:
    """The place of the actor's latest ticket that began in that channel and is not closed.

    A merged ticket counts as the one in which it goes on.
    """
    began = (
        select(Place, Ticket)
        .join(Ticket, Ticket.id == Place.ticket_id)
        .where(
            Place.platform == platform,
            Place.workspace == workspace,
            Place.channel == channel,
            Place.role == CUSTOMER,
            Place.left_at.is_(None),
            Ticket.requester_id == actor.person_id,
            Ticket.deleted_at.is_(None),
        )
        .order_by(Place.created_at.desc(), Place.id.desc())
        .limit(_LOOKED_AT)
    )
    words = await catalogue(uow)
    for place, ticket in (await uow.session.execute(began)).all():
        last = await uow.session.get(Ticket, await root_id_of(uow, ticket))
        if last is not None and words.base(last.status_id) is not Base.CLOSED:
            found: Place = place
            return found
    return None
