"""Places that begin: a customer's thread, a board, private words, the thread under a new card."""

from uuid import UUID

from sqlalchemy import select

from core.conversation.audience import Audience
from core.conversation.models import Place
from core.conversation.places import CUSTOMER, EPHEMERAL, lock_served, new_place
from core.database.unit_of_work import UnitOfWork
from core.errors import Unavailable
from core.events.deliveries import UNCERTAIN
from core.events.models import Delivery


async def begin_place(
    uow: UnitOfWork,
    platform: str,
    workspace: str,
    channel: str,
    thread: str,
    person_id: UUID | None,
    *,
    shared: bool = False,
) -> Place:
    """A thread becomes a customer's place; ``shared``: others than they and staff read along.

    Whatever it is, nothing for staff alone goes there.
    """
    values = new_place(
        uow,
        platform=platform,
        workspace=workspace,
        channel=channel,
        thread=thread,
        role=CUSTOMER,
        audience=Audience.PUBLIC.value,
        person_id=person_id,
        shared=shared,
    )
    place = Place(**values)
    uow.session.add(place)
    await uow.session.flush()
    return place


async def begin_private_place(uow: UnitOfWork, beside: Place, person_id: UUID | None) -> Place:
    """A customer's place of their own, which is still to be opened on its platform.

    ``beside`` is where it was asked for: there they read where it was opened.
    """
    values = new_place(
        uow,
        platform=beside.platform,
        workspace=beside.workspace,
        channel="",
        role=CUSTOMER,
        audience=Audience.PUBLIC.value,
        person_id=person_id,
        instead_of=beside.id,
    )
    place = Place(**values)
    uow.session.add(place)
    await uow.session.flush()
    return place


async def standing_place(
    uow: UnitOfWork, platform: str, workspace: str, channel: str, role: str, audience: Audience
) -> Place:
    """The place of a message that stands in a channel (a board, a panel), of which it has one
    of each, however many ask for it at once; made when first needed."""
    await lock_served(uow, platform, workspace, channel)
    here = {"platform": platform, "workspace": workspace, "channel": channel}
    found: Place | None = await uow.session.scalar(
        select(Place).filter_by(**here, role=role).order_by(Place.id).limit(1)
    )
    if found is None:
        values = new_place(uow, **here, role=role, audience=audience.value)
        found = Place(**values)
        uow.session.add(found)
        await uow.session.flush()
    return found


class StillBeginning(Unavailable):
    """It was said in a thread whose card has just been posted: in a moment we know of it."""

    code = "place.beginning"
    text = "This thread has just begun. Nothing was lost; it is taken up in a moment."


async def refuse_beginning(uow: UnitOfWork, platform: str, workspace: str, channel: str) -> None:
    """Raise :class:`StillBeginning` while a card is being posted in that channel: people see
    its thread before we know of it."""
    leaving = (
        select(Delivery.id)
        .join(Place, Place.id == Delivery.place_id)
        .where(
            Place.platform == platform,
            Place.workspace == workspace,
            Place.channel == channel,
            Place.thread.is_(None),
            Delivery.kind == "card",
            Delivery.state.in_(UNCERTAIN),
        )
    )
    if await uow.session.scalar(select(leaving.exists())):
        raise StillBeginning


async def has_private_place(
    uow: UnitOfWork,
    platform: str,
    workspace: str,
    channel: str,
    thread: str,
    person_id: UUID | None,
) -> bool:
    """Whether the person was told something in private at that spot before."""
    found = await uow.session.scalar(
        select(Place.id).where(
            Place.platform == platform,
            Place.workspace == workspace,
            Place.channel == channel,
            Place.thread == thread,
            Place.role == EPHEMERAL,
            Place.person_id == person_id,
        )
    )
    return found is not None
