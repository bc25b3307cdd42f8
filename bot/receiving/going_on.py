"""Direct messages without threads: words there go on with the ticket that began there."""

from dataclasses import replace

from bot.incoming import Incoming
from bot.ports_places import IsOneConversation
from bot.talk import Talk
from core.access.actor import Actor
from core.conversation.models import Place
from core.database.unit_of_work import UnitOfWork
from core.tickets.going_on import place_going_on
from core.tickets.reading.queries import number_of


async def going_on(talk: Talk) -> Talk:
    """What is said without a verb, with the ticket that it is about, if it began here."""
    if talk.place is not None:
        return talk
    place = await place_meant(talk.uow, talk.actor, talk.incoming, talk.platform)
    if place is None or place.ticket_id is None:
        return talk
    return replace(talk, place=place, number=await number_of(talk.uow, place.ticket_id))


async def place_meant(
    uow: UnitOfWork, actor: Actor, incoming: Incoming, platform: object
) -> Place | None:
    """The place with which plain words go on that stand in none; None if they begin anew."""
    spot = incoming.spot
    if not incoming.direct or spot.thread is not None or not is_one_conversation(platform):
        return None
    return await place_going_on(uow, actor, spot.platform, spot.workspace, spot.channel)


def is_one_conversation(platform: object) -> bool:
    """Whether its direct messages have no threads."""
    return isinstance(platform, IsOneConversation) and platform.direct_is_one_conversation


def was_taken_as(talk: Talk, place: Place) -> bool:
    """Whether nothing but :func:`going_on` says that the words are about that place's ticket."""
    return place.thread != (talk.incoming.spot.thread or talk.incoming.stamp)
