"""What is said without a verb: in a ticket's thread, in a support channel, directly."""

from dataclasses import replace
from functools import partial

from bot.cards import Text
from bot.commands.asking import answer_card
from bot.commands.misplaced import give_back
from bot.forms.field_inputs import is_form_needed
from bot.incoming import Kind
from bot.receiving.amending import amend_early
from bot.receiving.bringing import Bundle, bring_files, told_of_missing, with_told
from bot.receiving.brought_files import remember_brought
from bot.receiving.going_on import going_on, was_taken_as
from bot.receiving.opening_by_post import is_post, open_by_post
from bot.receiving.unread import handle_unread
from bot.showing.relation_cards import untold_text
from bot.talk import NOTHING, Answer, Talk
from core.access.actor import Role
from core.assistant.asking import ask, is_someone_elses
from core.conversation.audience import Audience
from core.conversation.models import Message, Place
from core.conversation.places import INTERNAL
from core.conversation.refs import MESSAGE, keep_ref
from core.errors import HelpdeskError
from core.tickets.collaboration.community import is_bystander, post_beside
from core.tickets.reading.queries import number_of, ref_of
from core.tickets.reading.readers import is_its_customers
from core.tickets.replying import note, reply

LEFT = "went on in private. Your words were taken there, but others can still read them here."

ELSE = "For something else say `new`."


class SayWhat(HelpdeskError):
    """A direct message that is no command, by somebody who is not looking for help."""

    code = "chat.say_what"
    text = "Say a verb, for example `list mine` or `show TIK-1042`. `help` shows them all."


async def handle_said(talk: Talk) -> Answer:
    """Plain words: a note among staff, a reply in the customer's place, else a question."""
    if talk.incoming.kind is Kind.COMMAND:
        talk = replace(talk, incoming=talk.incoming.as_said())
    if talk.incoming.unread:
        return await handle_unread(talk)
    talk = await going_on(talk)
    place, number = talk.place, talk.number
    if talk.under_mirror:
        return NOTHING  # a subscribed channel's card: colleagues talk below it
    misplaced = await give_back(talk)
    if misplaced is not None:
        return misplaced
    if place is not None and number is not None:
        if await is_bystander(talk.uow, talk.actor, place):
            return await _say_beside(talk, place)
        return await _say_on(talk, place, number)
    if talk.in_support and await is_post(talk):
        return await open_by_post(talk)
    if talk.in_support or talk.incoming.direct:
        return await _ask_here(talk)
    return NOTHING  # conversation among colleagues


async def _say_on(talk: Talk, place: Place, number: int) -> Answer:
    """A note or a reply, by whose place it is."""
    bundle = await bring_files(talk, number=number)
    say = reply
    if place.role == INTERNAL:
        say = partial(note, mentioned=talk.incoming.mentioned)
    message = await say(
        talk.uow,
        talk.actor,
        number,
        talk.incoming.text,
        place_id=place.id,
        attachment_ids=bundle.ids,
    )
    await _stands_here(talk, place, message, bundle)
    told = await told_of_missing(talk, bundle, number, Audience(message.audience))
    private = untold_text(message)
    if private is None and was_taken_as(talk, place):
        private = Text(text=f"Added to **{ref_of(talk.uow, number)}**. {ELSE}")
    if place.left_at is not None:
        goes_on = await number_of(talk.uow, message.ticket_id)
        private = Text(text=f"**{ref_of(talk.uow, goes_on or number)}** {LEFT}")
    return with_told(Answer(private=private), told)


async def _say_beside(talk: Talk, place: Place) -> Answer:
    """Somebody else writes where the customer's ticket is: kept, and nobody's turn."""
    if place.left_at is not None or not await is_its_customers(talk.uow, place):
        return NOTHING  # the ticket is no longer here, or no longer theirs who asked here
    bundle = await bring_files(talk)
    message = await post_beside(
        talk.uow, talk.actor, place.id, talk.incoming.text, attachment_ids=bundle.ids
    )
    await _stands_here(talk, place, message, bundle)
    return Answer(private=await told_of_missing(talk, bundle, None, Audience.PUBLIC))


async def _stands_here(talk: Talk, place: Place, message: Message, bundle: Bundle) -> None:
    if talk.incoming.stamp:
        stamp, at = talk.incoming.stamp, talk.incoming.said_at
        await keep_ref(talk.uow, place.id, MESSAGE, stamp, message.id, stood_at=at)
        await remember_brought(talk, place.id, message.id, bundle)
        await amend_early(talk, message.id)


async def _ask_here(talk: Talk) -> Answer:
    """A question, answered where it was asked. Others in its thread are among themselves."""
    if talk.actor.is_staff and not talk.in_support:
        raise SayWhat
    thread = talk.thread
    if talk.is_read_along and await is_someone_elses(talk.uow, talk.actor, thread):
        return NOTHING
    bundle = await bring_files(talk, thread=thread)
    # All who are there read the answer: not even staff are told what is for staff alone.
    reader = replace(talk.actor, role=Role.CUSTOMER, scopes=None)
    found = await ask(talk.uow, reader, talk.incoming.text, talk.assistant, thread=thread)
    told = await told_of_missing(talk, bundle, None, Audience.PUBLIC)
    card = answer_card(talk, found, opens_form=await is_form_needed(talk))
    return Answer(private=told, here=card)
