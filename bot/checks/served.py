"""Which channels are served, for the doctors of platforms."""

from sqlalchemy.exc import SQLAlchemyError

from bot.process.opening import open_database
from core.conversation.places import Served, served_channels
from core.errors import HelpdeskError
from core.settings import Settings


async def served_in(settings: Settings, platform: str, workspace: str) -> list[Served]:
    """The channels of a workspace that are served; none while the database does not say."""
    try:
        async with open_database(settings, migrate=False) as opened:
            organisation_id = await opened.organisation_id()
            if organisation_id is None:
                return []
            async with opened.database.unit_of_work(organisation_id) as uow:
                served = await served_channels(uow)
    except (HelpdeskError, SQLAlchemyError):
        return []
    return [one for one in served if (one.platform, one.workspace) == (platform, workspace)]
