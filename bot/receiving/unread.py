"""Where a platform keeps from us what people simply write: the card says what works instead,
and who writes there all the same is told so, once.
"""

from bot.cards import Button, Card, Text
from bot.ports_words import beginning_of, vocabulary_for, words_are_read
from bot.showing.entry_cards import entry_button, is_reachable
from bot.talk import NOTHING, Answer, Talk
from core.conversation.places import CUSTOMER
from core.conversation.refs import keep_ref, ref_of
from core.tickets.collaboration.community import is_bystander
from core.tickets.reading.views import TicketView, view_ticket
from core.tickets.rules import DONE

ADD = "Add details"
_CLOSED = "This is marked as solved. Press Reopen if it is not."
_OPEN = {
    "us": f"We have it. Press {ADD} to add anything: what is merely written here I cannot read.",
    "customer": f"We are waiting for you. Press {ADD} to answer: what is merely written here I "
    "cannot read.",
}


def as_heard(
    card: Card, ticket: TicketView, platform: object, address: str, *, direct: bool
) -> Card:
    """The customer's card as it is said there: with a way to answer that reaches us, and one
    to where all can be read and written, if our ``address`` may be given out for that."""
    if ticket.deleted_at is not None or direct or words_are_read(platform):
        return card
    web = (entry_button(ticket.ref),) if is_reachable(address) else ()
    if ticket.base in DONE:
        return card.model_copy(update={"body": _CLOSED, "buttons": (*card.buttons, *web)})
    buttons = (*card.buttons, *web)
    if all(button.label != ADD for button in buttons):
        add = Button(label=ADD, says=f"reply {ticket.ref}", opens_form=True)
        buttons = (add, *buttons)
    return card.model_copy(update={"body": _OPEN[ticket.waiting_on], "buttons": buttons})


async def handle_unread(talk: Talk) -> Answer:
    """Words that did not reach us: their author is told in the ticket's place, once."""
    place, number, stamp = talk.place, talk.number, talk.incoming.stamp
    if place is None or number is None or place.role != CUSTOMER or place.left_at or not stamp:
        return NOTHING
    if await is_bystander(talk.uow, talk.actor, place):
        return NOTHING
    name = f"unread:{talk.actor.person_id}"
    if await ref_of(talk.uow, place.id, name) is not None:
        return NOTHING
    await keep_ref(talk.uow, place.id, name, stamp)
    view = await view_ticket(talk.uow, talk.actor, number)
    staff, direct = talk.actor.is_staff, talk.incoming.direct
    words = vocabulary_for(talk.platform, talk.incoming.words, staff=staff)
    verb, act = ("reopen", "Reopen") if view.base in DONE else ("reply", ADD)
    says = f"`{beginning_of(talk.platform, words, direct=direct)} {verb}`"
    told = (
        "I could not read that: here only what is addressed to me reaches me. "
        f"Press **{act}** on the card of **{view.ref}**, or use {says}."
    )
    return Answer(here=Text(text=told))
