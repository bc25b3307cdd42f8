"""Who reads along where something is shown to all, and what may therefore be shown there."""

from dataclasses import dataclass, field

from bot.incoming import Spot
from bot.ports import ChatPlatform, SendError
from bot.talk import Talk
from core.access.actor import Actor
from core.conversation.audience import Audience
from core.conversation.places import served_channels
from core.errors import Unavailable
from core.tickets.configuration.catalogue import catalogue
from core.tickets.reading.views import TicketView


@dataclass(frozen=True)
class Readers:
    """Who reads along at a spot.

    ``alone``: only who acts there. ``staff``: a channel of the staff that nobody else can see
    now, of one team perhaps. ``served``: a channel for the organisation's customers.
    """

    alone: bool = False
    staff: bool = False
    served: bool = False
    team_id: object = None

    def audiences(self, actor: Actor) -> frozenset[str]:
        """The audiences of the articles that all of them may read, the actor among them."""
        may_see = {
            "public": True,
            "customers": self.alone or self.served,
            "staff": actor.is_staff and (self.alone or self.staff),
        }
        return frozenset(name for name, may in may_see.items() if may)


@dataclass(frozen=True)
class LooksWho:
    """Work for ``UnitOfWork.outside``: who can see a place now; None if it cannot be asked."""

    spot: Spot
    platform: ChatPlatform = field(compare=False)

    async def do(self) -> Audience | None:
        """Ask the platform."""
        try:
            return await self.platform.audience_of(self.spot)
        except SendError:
            return None


async def readers_here(talk: Talk) -> Readers:
    """Who reads where this was said, as the platform says now."""
    if talk.platform is None:
        return await readers_of(talk, Audience.PUBLIC, alone=False)
    seen_by = talk.uow.outside(LooksWho(talk.incoming.spot, talk.platform))
    if seen_by is None:
        raise Unavailable(what="The chat platform")
    return await readers_of(talk, seen_by, alone=False)


async def readers_of(talk: Talk, seen_by: Audience, *, alone: bool) -> Readers:
    """Who reads there; ``seen_by`` is what the platform says now."""
    spot = talk.incoming.spot
    here = (spot.platform, spot.workspace, spot.channel)
    served = [
        c for c in await served_channels(talk.uow) if (c.platform, c.workspace, c.channel) == here
    ]
    triage = next((c for c in served if c.role == "triage"), None)
    return Readers(
        alone=alone,
        staff=triage is not None and seen_by is Audience.INTERNAL,
        served=bool(served),
        team_id=triage.team_id if triage else None,
    )


async def all_may_see(talk: Talk, view: TicketView, readers: Readers) -> bool:
    """Whether everybody in this channel of the staff may: a private team's are its own."""
    if not readers.staff:
        return False
    team = (await catalogue(talk.uow)).teams.get(view.team.id) if view.team else None
    return team is None or not team.is_private or readers.team_id == team.id
