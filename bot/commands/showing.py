"""A ticket as one member of staff is shown it: with its links, and whether they follow it."""

from bot.cards import Card
from bot.relation_cards import related_rows
from bot.talk import Talk
from bot.ticket_cards import staff_card
from core.access.permissions import Permission, may
from core.tickets.following import followers
from core.tickets.linking import related
from core.tickets.views import TicketView


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
