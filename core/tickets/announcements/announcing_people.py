"""Cards name the customer: when two records of one person are joined or parted, they follow."""

from sqlalchemy import select

from core.access.actor import Actor
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import owe_all
from core.people.events import PeopleJoined, PeopleParted
from core.tickets.announcements.announcing import card_for
from core.tickets.announcements.serving import served_places
from core.tickets.configuration.catalogue import catalogue
from core.tickets.models import Ticket
from core.tickets.rules import DONE

MOST = 50
"""How many of the latest open tickets are painted anew at once; others with their next change."""


async def repaint_for_people(
    uow: UnitOfWork, actor: Actor, event: PeopleJoined | PeopleParted
) -> None:
    """Paint the cards of both people's open tickets anew."""
    words = await catalogue(uow)
    over = [status.id for status in words.statuses.values() if status.base in DONE]
    tickets = await uow.session.scalars(
        select(Ticket)
        .where(
            Ticket.requester_id.in_((event.person_id, event.other_id)),
            Ticket.status_id.not_in(over),
            Ticket.deleted_at.is_(None),
        )
        .order_by(Ticket.id.desc())
        .limit(MOST)
        .execution_options(populate_existing=True)
    )
    owe_all(uow, [card_for(uow, p) for one in tickets for p in await served_places(uow, one)])
