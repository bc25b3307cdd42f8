"""One message per fact: who is told by the platform itself is not told by us as well."""

from sqlalchemy import exists, select

from bot.ports_places import TellsThreads
from bot.sending.parcels import Undeliverable
from core.conversation.models import Message, Place
from core.conversation.places import INTERNAL
from core.database.unit_of_work import UnitOfWork
from core.events.models import Delivery, EventRow
from core.tickets.announcements.announcing import STAFF_LINES
from core.tickets.events import MessagePosted, PeopleMentioned

IN_THREADS = frozenset(event.type for event in (*STAFF_LINES, MessagePosted, PeopleMentioned))
"""What is also said in the staff's thread: a notice of it may be one too many."""


async def keep_quiet(uow: UnitOfWork, delivery: Delivery, platform: object) -> None:
    """Let the delivery through, or raise :class:`Undeliverable`: its reader is in the thread."""
    tells = isinstance(platform, TellsThreads) and platform.tells_threads
    if delivery.kind != "notice" or not tells:
        return
    event = await uow.session.get(EventRow, delivery.event_id)
    place = await uow.session.get(Place, delivery.place_id)
    if event is None or place is None or event.type not in IN_THREADS:
        return
    takes_part = (
        select(Message.id)
        .join(Place, Place.id == Message.place_id)
        .where(
            Message.author_id == place.person_id,
            Place.ticket_id == delivery.ticket_id,
            Place.role == INTERNAL,
            Place.platform == place.platform,
            Place.workspace == place.workspace,
        )
    )
    if await uow.session.scalar(select(exists(takes_part))):
        raise Undeliverable("the platform tells who takes part in the thread")
