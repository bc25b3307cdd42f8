"""A ticket as one member of staff is shown it: with its links, and whether they follow it."""

from bot.cards import Card
from bot.showing.relation_cards import related_rows
from bot.showing.ticket_cards import staff_card
from bot.talk import Talk
from core.access.permissions import Permission, may
from core.tickets.collaboration.following import followers
from core.tickets.reading.views import TicketView
from core.tickets.relations.linking import related


async def shown_to_staff(talk: Talk, view: TicketView) -> Card:
    """The staff's card, with linked tickets and their statuses below."""
    follows = None
    if may(talk.actor, Permission.FOLLOW):
        found = await followers(talk.uow, talk.actor, view.number)
        follows = talk.actor.person_id in {person.id for person in found}
    card = staff_card(view, talk.uow.now, follows=follows)
    if not may(talk.actor, Permission.HISTORY):
        return card
    linked = await related(talk.uow, talk.actor, view.number)
    return card.model_copy(update={"rows": (*card.rows, *related_rows(view, linked))})
