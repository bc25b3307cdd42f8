"""Who can see what is about to be sent: what the platform says, and whom we know there."""

from bot.ports import ChatPlatform, ListsReaders, SendError, TryLater
from bot.sending.parcels import Parcel
from core.conversation.audience import Audience
from core.conversation.places import MIRROR
from core.database.unit_of_work import Database
from core.people.readers import reads_no_customer


async def seen_by(database: Database, platform: ChatPlatform, parcel: Parcel) -> Audience:
    """Who reads there now; public when in doubt. Raises :class:`TryLater`.

    A channel that subscribed is not one of those that administrators have made the staff's,
    so customers must not be in it, colleagues of the agents though they may be.
    """
    if parcel.viewer_audience is not None:
        return parcel.viewer_audience
    seen = await platform.audience_of(parcel.spot)
    if seen is not Audience.INTERNAL or parcel.place.role != MIRROR:
        return seen
    if not isinstance(platform, ListsReaders):
        return seen
    try:
        accounts = await platform.readers_of(parcel.spot)
    except TryLater:
        raise
    except SendError:
        return Audience.PUBLIC
    place = parcel.place
    async with database.unit_of_work(place.organisation_id) as uow:
        alone = await reads_no_customer(uow, place.platform, place.workspace, accounts)
    return Audience.INTERNAL if alone else Audience.PUBLIC
