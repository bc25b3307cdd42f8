"""What is said without a verb: in a ticket's thread, in a support channel, directly."""

from bot.amending import amend_early
from bot.bringing import bring_files, told_of_missing, with_told
from bot.brought_files import remember_brought
from bot.commands.asking import answer_card
from bot.commands.misplaced import give_back
from bot.relation_cards import untold_text
from bot.talk import NOTHING, Answer, Talk
from core.assistant.asking import ask
from core.conversation.audience import Audience
from core.conversation.places import INTERNAL
from core.conversation.refs import MESSAGE, keep_ref
from core.errors import HelpdeskError
from core.tickets.replying import note, reply


class SayWhat(HelpdeskError):
    """A direct message that is no command, by somebody who is not looking for help."""

    code = "chat.say_what"
    text = "Say a verb, for example `list mine` or `show TIK-1042`. `help` shows them all."


async def handle_said(talk: Talk) -> Answer:
    """Plain words: a note among staff, a reply in the customer's place, else a question."""
    place, number, stamp = talk.place, talk.number, talk.incoming.stamp
    if talk.under_mirror:
        return NOTHING  # a subscribed channel's card: colleagues talk below it
    misplaced = await give_back(talk)
    if misplaced is not None:
        return misplaced
    if place is not None and number is not None:
        bundle = await bring_files(talk, number=number)
        say = note if place.role == INTERNAL else reply
        message = await say(
            talk.uow,
            talk.actor,
            number,
            talk.incoming.text,
            place_id=place.id,
            attachment_ids=bundle.ids,
        )
        if stamp:
            await keep_ref(talk.uow, place.id, MESSAGE, stamp, message.id)
            await remember_brought(talk, place.id, message.id, bundle)
            await amend_early(talk, message.id)
        audience = Audience(message.audience)
        told = await told_of_missing(talk, bundle, number, audience)
        return with_told(Answer(private=untold_text(message)), told)
    if talk.in_support or talk.incoming.direct:
        if talk.actor.is_staff and not talk.in_support:
            raise SayWhat
        thread = talk.thread
        bundle = await bring_files(talk, thread=thread)
        found = await ask(talk.uow, talk.actor, talk.incoming.text, talk.assistant, thread=thread)
        told = await told_of_missing(talk, bundle, None, Audience.PUBLIC)
        return Answer(private=told, here=answer_card(talk, found))
    return NOTHING  # conversation among colleagues


def speaks_directly(talk: Talk) -> bool:
    """Whether plain words to Deskhand are a command: staff talk in verbs, customers
    in sentences, so from them only a verb alone counts."""
    words = talk.incoming.text.split()
    if not talk.incoming.direct or talk.place is not None or not words:
        return False
    known = words[0].casefold() in talk.registry.of(talk.incoming.words)
    return known and (talk.actor.is_staff or len(words) == 1)
