"""``reply`` and ``note``: what is said on a ticket."""

from dataclasses import replace
from uuid import UUID

from bot.cards import Card, Text
from bot.commands.holding import hold, kept_files, run_held, view_of
from bot.commands.people import ABOUT, run_person_note
from bot.forms.forms import begun_text
from bot.grammar.command import Command
from bot.incoming import Kind
from bot.receiving.bringing import bring_files, fetch_again, told_of_missing, with_told
from bot.showing.held_cards import NOTE, SEND_ANYWAY, SEND_NOW, UNDO, outdated_card
from bot.showing.phrasing import followed_up
from bot.showing.relation_cards import untold_text
from bot.talk import Answer, Talk
from core.conversation.audience import Audience
from core.conversation.copies import send_again
from core.conversation.mapping import TRIAGE
from core.conversation.models import Message
from core.conversation.places import INTERNAL
from core.conversation.refs import message_at
from core.errors import NotFound
from core.ids import to_id
from core.tickets.collaboration.presence import stop_replying
from core.tickets.held.holding import hold_note
from core.tickets.reading.queries import number_of, ref_of
from core.tickets.replying import note, reply
from core.tickets.rules import Stale
from core.tickets.sending import send_note, view_of_note

THIS = "this"
"""``note-id:ID`` sends one's own note; ``note-id:this`` the one that the act is about."""


async def run_reply(talk: Talk, command: Command) -> Answer:
    """Send to the other side; ``note-id:`` sends one's own note, ``again:`` what got stuck once
    more, ``fetch:`` tries again to have a file. What an agent says waits a moment."""
    if command.options.get(NOTE):
        return await _send_note(talk, command)
    if command.options.keys() & {UNDO, SEND_NOW}:
        return await run_held(talk, command)
    if command.options.get("fetch"):
        return await fetch_again(talk, command)
    number = talk.ticket(command)
    if talk.actor.is_staff:
        await stop_replying(talk.uow, talk.actor, number)
    again = command.options.get("again")
    if again:
        count = await send_again(talk.uow, talk.actor, to_id(again, "that message"))
        return Answer(private=Text(text=f"Sending again ({count})."))
    text = await begun_text(talk, command)
    bundle = await bring_files(talk, number=number)
    files = [*bundle.ids, *await kept_files(talk, command)]
    told = await told_of_missing(talk, bundle, number, Audience.PUBLIC)
    seen = view_of(talk, command)
    # Who has read the news waits no more: a customer who writes on could hold it for ever.
    anyway = SEND_ANYWAY in command.options
    held = None if anyway else await hold(talk, number, text, seen, files)
    if held is not None:
        return with_told(held, told)
    said = await reply(talk.uow, talk.actor, number, text, seen=seen, attachment_ids=files)
    return with_told(await _sent(talk, number, said), told)


async def _send_note(talk: Talk, command: Command) -> Answer:
    """The reply's line shows in the thread; only that there was one before needs a word, and what
    its customer wrote since it was written."""
    note_id = await _note_meant(talk, command.options[NOTE])
    anyway = SEND_ANYWAY in command.options
    view = None if anyway else await view_of_note(talk.uow, note_id)
    seen = replace(view, just_now=talk.is_fresh) if view else command.seen
    try:
        held = None if anyway else await hold_note(talk.uow, talk.actor, note_id, seen=seen)
        if held is not None:
            return Answer(held=held.id)
        sent = await send_note(talk.uow, talk.actor, note_id, seen=seen)
    except Stale as stale:
        return Answer(private=await _outdated_note(talk, note_id, stale))
    if sent.before:
        ref = ref_of(talk.uow, sent.number)
        return Answer(private=Text(text=f"That note was sent already, on **{ref}**."))
    return talk.done(sent.number, "Your note is on its way to the customer:")


async def _note_meant(talk: Talk, which: str) -> UUID:
    if which != THIS:
        return to_id(which, "that note")
    spot, stamp = talk.incoming.spot, talk.incoming.stamp
    there = (spot.platform, spot.workspace, spot.channel, stamp or "")
    message = await message_at(talk.uow, *there)
    if message is None:
        raise NotFound(ref="that note")
    return message.id


async def _outdated_note(talk: Talk, note_id: UUID, stale: Stale) -> Card:
    note = await talk.uow.session.get_one(Message, note_id)
    ref, said = ref_of(talk.uow, stale.details["number"]), stale.details
    return outdated_card(ref, said["news"], said["revision"], note=note_id, text=note.body)


async def _sent(talk: Talk, number: int, said: Message) -> Answer:
    """That it is on its way, and where it went if not where it was said."""
    spoken_on = None if talk.actor.is_staff else await number_of(talk.uow, said.ticket_id)
    if spoken_on is None or spoken_on == number:
        return talk.done(number, "Your reply is on its way:")
    before, after = ref_of(talk.uow, number), ref_of(talk.uow, spoken_on)
    return Answer(private=Text(text=followed_up(before, after)))


async def run_note(talk: Talk, command: Command) -> Answer:
    """Keep it among staff; ``about:customer`` keeps it with the person."""
    if ABOUT in command.options:
        return await run_person_note(talk, command, await begun_text(talk, command))
    number = talk.ticket(command)
    bundle = await bring_files(talk, number=number)
    text = await begun_text(talk, command)
    files = [*bundle.ids, *await kept_files(talk, command)]
    message = await note(
        talk.uow,
        talk.actor,
        number,
        text,
        attachment_ids=files,
        mentioned=talk.incoming.mentioned,
        typed_in=_typed_in(talk),
    )
    told = await told_of_missing(talk, bundle, number, Audience.INTERNAL)
    answer = with_told(talk.done(number, "Note saved on"), untold_text(message))
    return with_told(answer, told)


def _typed_in(talk: Talk) -> tuple[str, str] | None:
    """The platform and workspace in whose channel the command stands before staff, as a message
    of its author's; None for one that nobody else can read."""
    incoming, place, served = talk.incoming, talk.place, talk.served
    if incoming.kind is not Kind.COMMAND or incoming.stamp is None or incoming.direct:
        return None
    among_staff = place.role == INTERNAL if place else served is not None and served.role == TRIAGE
    return (incoming.spot.platform, incoming.spot.workspace) if among_staff else None
