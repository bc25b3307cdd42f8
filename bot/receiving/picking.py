"""A line that somebody chose from a card's menu can be chosen again."""

from bot.talk import Talk
from core.conversation.models import Place
from core.conversation.refs import CARD, place_naming
from core.events.deliveries import owe_all
from core.tickets.announcements.announcing import card_for


async def let_go(talk: Talk) -> None:
    """Paint the card anew from whose menu this was chosen. Until then that line stands there as
    chosen for whoever did so, and choosing it once more tells us nothing."""
    incoming, spot = talk.incoming, talk.incoming.spot
    if not incoming.picked or not incoming.stamp:
        return
    where = (spot.platform, spot.workspace, spot.channel)
    place_id = await place_naming(talk.uow, *where, incoming.stamp, CARD)
    place = await talk.uow.session.get(Place, place_id) if place_id else None
    if place is not None and place.ticket_id is not None:
        owe_all(talk.uow, [card_for(talk.uow, place)])
