"""What administrators name on a platform: whether it can be that, and what we can do there."""

from dataclasses import dataclass, field

from bot.incoming import Spot
from bot.ports_places import ChecksChannels
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


@dataclass(frozen=True)
class Reading:
    """Work for ``UnitOfWork.outside``: whether we can tell who is in a channel."""

    spot: Spot
    platform: ChecksChannels = field(compare=False)

    async def do(self) -> str:
        """Why not; nothing if we can."""
        return await self.platform.why_unread(self.spot)
