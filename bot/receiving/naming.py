"""What administrators name on a platform: whether it can be that, and what we can do there."""

from dataclasses import dataclass, field

from bot.incoming import Spot
from bot.ports_places import ChecksChannels, HasGroups
from bot.talk import Talk
from core.errors import Invalid


def check_channel(talk: Talk, channel: str) -> None:
    """Refuse what cannot be a channel of the platform on which it was said."""
    platform: object = talk.platform
    fault = platform.channel_fault(channel) if isinstance(platform, ChecksChannels) else ""
    if fault:
        raise Invalid(field="channel", problem=fault)


def why_unread(talk: Talk, channel: str) -> str:
    """Why nobody becomes staff by being in that channel; nothing where it is not so."""
    platform: object = talk.platform
    if not isinstance(platform, ChecksChannels):
        return ""
    here = talk.incoming.spot.model_copy(update={"channel": channel, "thread": None})
    return talk.uow.outside(Reading(here, platform))


def check_group(talk: Talk, group: str) -> None:
    """Refuse a user group that is not there, where the platform can tell, and any where it
    has none."""
    platform: object = talk.platform
    if isinstance(platform, HasGroups):
        fault = talk.uow.outside(Looking(talk.incoming.spot.workspace, group, platform))
    else:
        fault = "this platform has no user groups that a team can follow"
    if fault:
        raise Invalid(field="group", problem=fault)


@dataclass(frozen=True)
class Looking:
    """Work for ``UnitOfWork.outside``: whether a user group can be followed."""

    workspace: str
    group: str
    platform: HasGroups = field(compare=False)

    async def do(self) -> str:
        """Why not; nothing if it can."""
        return await self.platform.group_fault(self.workspace, self.group)


@dataclass(frozen=True)
class Reading:
    """Work for ``UnitOfWork.outside``: whether we can tell who is in a channel."""

    spot: Spot
    platform: ChecksChannels = field(compare=False)

    async def do(self) -> str:
        """Why not; nothing if we can."""
        return await self.platform.why_unread(self.spot)
