"""``new from-message:this``: a ticket from a message that somebody chose.

The message's files come along, and a note leads back to it. In a channel that serves
customers its thread becomes the customer's place.
"""

from dataclasses import replace

from bot.cards import Form, Text
from bot.commands import opening
from bot.grammar.command import Command
from bot.incoming import Kind
from bot.ports import Written
from bot.receiving.bringing import with_told
from bot.receiving.standing_messages import (
    Unreadable,
    already,
    author_of,
    open_from,
    place_for,
    read_there,
)
from bot.shortcuts import FROM_MESSAGE
from bot.showing.texts import ELLIPSIS
from bot.talk import Answer, Talk
from core.conversation.models import Place
from core.conversation.places import place_at, role_at
from core.conversation.refs import message_at
from core.errors import Invalid
from core.people.identities import account_of
from core.people.models import Person
from core.tickets.models import Ticket
from core.tickets.opening import TicketDraft
from core.tickets.reading.queries import number_of, ref_of
from core.tickets.replying import note

THIS = "this"


async def run_new(talk: Talk, command: Command) -> Answer:
    """Open a ticket, from a message if one is named."""
    if FROM_MESSAGE not in command.options:
        return await opening.run_new(talk, command)
    there = _there(talk, command)
    if (number := await _opened_before(there)) is not None:
        return already(talk, number)
    written, unread = _read(there)
    draft = await opening.to_draft(talk, command)
    draft = _whole(await _for_author(there, written, draft), written)
    return await _open(there, draft, written, unread)


async def new_form(talk: Talk, command: Command) -> Form | None:
    """The form of ``new``; one about a message remembers which."""
    if FROM_MESSAGE in command.options:
        there = _there(talk, command).incoming
        named = f"{there.spot.channel}:{there.stamp}"
        command = replace(command, options={**command.options, FROM_MESSAGE: named})
    return await opening.new_form(talk, command)


async def check_new(talk: Talk, command: Command) -> None:
    """Refuse what could not become a ticket. Who wrote a message is made known later."""
    customer = command.options.get("customer", "")
    if FROM_MESSAGE in command.options and customer and "@" not in customer:
        options = {name: value for name, value in command.options.items() if name != "customer"}
        command = replace(command, options=options)
    await opening.check_new(talk, command)


def _there(talk: Talk, command: Command) -> Talk:
    """The same talk, at the message that is meant.

    Another message than this one is named by our own forms and buttons alone: whoever types
    an address must not be shown what stands there.
    """
    said = command.options[FROM_MESSAGE]
    if said == THIS:
        if talk.incoming.stamp is None:
            raise Invalid(field=FROM_MESSAGE, problem="choose a message and its shortcut")
        return talk
    channel, _, stamp = said.rpartition(":")
    if talk.incoming.kind not in {Kind.FORM, Kind.PRESS} or not (channel and stamp):
        raise Invalid(field=FROM_MESSAGE, problem="choose a message and its shortcut")
    spot, chosen = talk.incoming.spot, talk.incoming.chosen
    if (spot.channel, talk.incoming.stamp) != (channel, stamp):
        chosen = None  # it was told of another message
    if spot.channel != channel:
        spot = spot.model_copy(update={"channel": channel, "thread": None})
    meant = {"spot": spot, "stamp": stamp, "chosen": chosen}
    incoming = talk.incoming.model_copy(update=meant)
    return replace(talk, incoming=incoming)


async def _opened_before(there: Talk) -> int | None:
    """The ticket that the message belongs to already."""
    spot, stamp = there.incoming.spot, there.incoming.stamp or ""
    at = (spot.platform, spot.workspace, spot.channel)
    known = await message_at(there.uow, *at, stamp)
    if known is not None:
        return await number_of(there.uow, known.home_id)
    place = await place_at(there.uow, *at, spot.thread or stamp)
    return await number_of(there.uow, place.ticket_id) if place and place.ticket_id else None


def _read(there: Talk) -> tuple[Written | None, str]:
    """The message as it stands, or why it cannot be read: its words are in the form anyway."""
    try:
        return read_there(there, there.incoming.stamp or ""), ""
    except Unreadable as unreadable:
        return None, f"{unreadable} If it has files, they are not on the ticket."


async def _for_author(there: Talk, written: Written | None, draft: TicketDraft) -> TicketDraft:
    """The draft, its customer made known who so far was only an account's id."""
    if written is None or draft.customer is None or draft.customer != written.author:
        return draft
    return draft.model_copy(update={"customer": await author_of(there, written)})


def _whole(draft: TicketDraft, written: Written | None) -> TicketDraft:
    """The draft with all of the words, where only the form was too short for them."""
    begun = draft.description.removesuffix(ELLIPSIS)
    cut = written is not None and draft.description.endswith(ELLIPSIS)
    if written is None or not cut or not written.text.startswith(begun):
        return draft
    return draft.model_copy(update={"description": written.text})


async def _open(there: Talk, draft: TicketDraft, written: Written | None, unread: str) -> Answer:
    place = await _place(there, draft, written) if written else None
    begun = await open_from(there, draft, place, written)
    await _lead_back(begun.there, begun.ticket)
    ref = ref_of(there.uow, begun.ticket.number)
    answer = f"You opened **{ref}** from this message. {unread}"
    return with_told(Answer(private=Text(text=answer.strip())), begun.told)


async def _place(there: Talk, draft: TicketDraft, written: Written) -> Place | None:
    """The message's thread, if its author is the customer and customers are served there."""
    spot = there.incoming.spot
    role = await role_at(there.uow, spot.platform, spot.workspace, spot.channel)
    if role != "support" or not await _is_for_author(there, draft, written):
        return None
    return await place_for(there, written)


async def _is_for_author(there: Talk, draft: TicketDraft, written: Written) -> bool:
    """Whether the customer is who wrote the message, named by account or by address."""
    if not draft.customer or draft.customer == written.author:
        return written.author == (draft.customer or there.incoming.sender)
    spot = there.incoming.spot
    account = await account_of(there.uow, spot.platform, spot.workspace, written.author)
    person = await there.uow.session.get(Person, account.person_id) if account else None
    return person is not None and person.email == draft.customer.strip().lower()


async def _lead_back(there: Talk, ticket: Ticket) -> None:
    """A note with the message's address, for those who may open it there."""
    spot, stamp = there.incoming.spot, there.incoming.stamp or ""
    address = there.platform.address(spot, stamp) if there.platform else None
    if address and there.actor.is_staff:
        await note(there.uow, there.actor, ticket.number, f"Opened from this message: {address}")
