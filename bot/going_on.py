"""Direct messages without threads: words there go on with the ticket that began there."""

from dataclasses import replace

from bot.ports_places import IsOneConversation
from bot.talk import Talk
from core.conversation.models import Place
from core.tickets.going_on import place_going_on
from core.tickets.queries import number_of


async def going_on(talk: Talk) -> Talk:
    """What is said without a verb, with the ticket that it is about, if it began here."""
    spot = talk.incoming.spot
    if not (talk.incoming.direct and is_one_conversation(talk.platform)):
        return talk
    if talk.place is not None or spot.thread is not None:
        return talk
    at = (spot.platform, spot.workspace, spot.channel)
    place = await place_going_on(talk.uow, talk.actor, *at)
    if place is None or place.ticket_id is None:
        return talk
    return replace(talk, place=place, number=await number_of(talk.uow, place.ticket_id))


def is_one_conversation(platform: object) -> bool:
    """Whether its direct messages have no threads."""
    return isinstance(platform, IsOneConversation) and platform.direct_is_one_conversation


def was_taken_as(talk: Talk, place: Place) -> bool:
    """Whether nothing but :func:`going_on` says that the words are about that place's ticket."""
    return place.thread != (talk.incoming.spot.thread or talk.incoming.stamp)
