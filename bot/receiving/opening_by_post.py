"""A post that is a ticket: what the handbook knows first, then the ticket's one standing message.

Whether posts are tickets is said of the channel, or shows in the post itself: it has a title.
"""

from bot.cards import Card
from bot.commands.asking import answer_card
from bot.commands.opening import subject_of
from bot.forms.field_inputs import is_form_needed
from bot.receiving.bringing import bring_files, told_of_missing
from bot.receiving.standing_messages import stands_there
from bot.sending.answering import owe_here
from bot.talk import Answer, Talk
from core.assistant.asking import Answer as Found
from core.assistant.asking import ask, became_ticket
from core.conversation.audience import Audience
from core.conversation.beginning import begin_place
from core.conversation.files_names import line_of_names, safe_name
from core.conversation.models import Place
from core.conversation.places import CUSTOMER, PRIVATE, TICKETS, places_of
from core.tickets.models import Ticket
from core.tickets.opening import TicketDraft, open_ticket


async def is_post(talk: Talk) -> bool:
    """Whether what a customer says here is a ticket at once.

    Staff who post tell something to all; and where a form must be filled in, the post is a
    question at first, like any other.
    """
    incoming, served = talk.incoming, talk.served
    begins = incoming.spot.thread in {None, incoming.stamp} and incoming.stamp is not None
    if served is None or talk.place is not None or talk.actor.is_staff or not begins:
        return False
    if not incoming.title and served.posts != TICKETS:
        return False
    return not await is_form_needed(talk)


async def open_by_post(talk: Talk) -> Answer:
    """The post becomes the ticket; its thread, the customer's place."""
    uow, incoming, thread = talk.uow, talk.incoming, talk.thread
    names = [safe_name(one.name) for one in incoming.files]
    said = incoming.text.strip() or incoming.title.strip() or line_of_names(names)
    question = "\n\n".join(dict.fromkeys(filter(None, (incoming.title.strip(), said))))
    bundle = await bring_files(talk, thread=thread)
    found = await ask(uow, talk.actor, question, talk.assistant, thread=thread)
    place = await _begin(talk)
    in_private = talk.served is not None and talk.served.mode == PRIVATE
    if found.known and not in_private:
        owe_here(uow, place, _answer(talk, found))  # before the card: it is read first
    subject = subject_of(incoming.title) or subject_of(said)
    draft = TicketDraft(subject=subject, description=said)
    ticket = await open_ticket(uow, talk.actor, draft, place_id=place.id, thread=thread)
    await stands_there(talk, place, ticket)
    await became_ticket(uow, talk.actor, found.id, ticket.id)
    if found.known and in_private:
        for own in await _own_places(talk, ticket):
            owe_here(uow, own, _answer(talk, found))
    return Answer(private=await told_of_missing(talk, bundle, ticket.number, Audience.PUBLIC))


async def _begin(talk: Talk) -> Place:
    spot = talk.incoming.spot
    return await begin_place(
        talk.uow,
        spot.platform,
        spot.workspace,
        spot.channel,
        spot.thread or talk.incoming.stamp or "",
        talk.actor.person_id,
        shared=talk.is_read_along,
    )


async def _own_places(talk: Talk, ticket: Ticket) -> list[Place]:
    return [p for p in await places_of(talk.uow, ticket.id) if p.role == CUSTOMER]


def _answer(talk: Talk, found: Found) -> Card:
    """What the handbook knows. There is a ticket: nothing is left to be opened."""
    return answer_card(talk, found).model_copy(update={"buttons": ()})
