"""Places that have no ticket yet, or never will: a customer's thread, a board, private words."""

from uuid import UUID

from sqlalchemy import select

from core.conversation.audience import Audience
from core.conversation.models import Place
from core.conversation.places import BOARD, CUSTOMER, EPHEMERAL, new_place
from core.database.unit_of_work import UnitOfWork


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


async def board_place(uow: UnitOfWork, platform: str, workspace: str, channel: str) -> Place:
    """The place of a channel's board, of which it has one; made when first needed."""
    here = {"platform": platform, "workspace": workspace, "channel": channel}
    found: Place | None = await uow.session.scalar(
        select(Place).filter_by(**here, role=BOARD).order_by(Place.id).limit(1)
    )
    if found is None:
        values = new_place(uow, **here, role=BOARD, audience=Audience.INTERNAL.value)
        found = Place(**values)
        uow.session.add(found)
        await uow.session.flush()
    return found


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
