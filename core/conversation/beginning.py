"""Places that begin without a ticket: a customer's thread, and a channel's board."""

from uuid import UUID

from sqlalchemy import select

from core.conversation.audience import Audience
from core.conversation.models import Place
from core.conversation.places import BOARD, CUSTOMER, new_place
from core.database.unit_of_work import UnitOfWork


async def begin_place(
    uow: UnitOfWork,
    platform: str,
    workspace: str,
    channel: str,
    thread: str,
    person_id: UUID | None,
) -> Place:
    """A thread becomes a customer's place. Whatever the channel is, others may read along."""
    values = new_place(
        uow,
        platform=platform,
        workspace=workspace,
        channel=channel,
        thread=thread,
        role=CUSTOMER,
        audience=Audience.PUBLIC.value,
        person_id=person_id,
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
