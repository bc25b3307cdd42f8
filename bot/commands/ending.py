"""``resolve`` and ``reopen``: the end of a ticket, and back."""

from dataclasses import replace

from bot.commands.holding import kept_files, view_of
from bot.commands.rating import RATING, run_rating
from bot.forms.field_inputs import fields_in
from bot.forms.forms import begun_text
from bot.grammar.command import Command
from bot.receiving.bringing import Bundle, bring_files, told_of_missing, with_told
from bot.talk import Answer, Talk
from core.conversation.audience import Audience
from core.tickets.editing import TicketEdit, edit
from core.tickets.resolving import close, reopen, resolve


async def run_resolve(talk: Talk, command: Command) -> Answer:
    """Staff say that it is solved; a customer's word ends it at once, and may rate it."""
    if RATING in command.options:
        return await run_rating(talk, command)
    number = talk.ticket(command)
    if talk.actor.is_staff:
        text = await begun_text(talk, command)
        # Words to the customer are held like a reply's; an end without any says nothing.
        seen = view_of(talk, command) if text.strip() else command.seen
        if filled := fields_in(command.options):
            wanted = TicketEdit(custom_fields=filled)
            # What was filled in raises the revision: it is no news to whoever did it.
            await edit(talk.uow, talk.actor, number, wanted, seen=command.seen)
            seen = None if command.seen is not None else seen
        bundle = await _files_of(talk, command, number, text)
        await resolve(talk.uow, talk.actor, number, text, seen=seen, attachment_ids=bundle.ids)
    else:
        bundle = await _files_of(talk, command, number, command.text)
        await close(talk.uow, talk.actor, number, command.text, attachment_ids=bundle.ids)
    told = await told_of_missing(talk, bundle, number, Audience.PUBLIC)
    return with_told(talk.done(number, "Solved:"), told)


async def run_reopen(talk: Talk, command: Command) -> Answer:
    """It was not over."""
    number = talk.ticket(command)
    # What staff say of it stays in the history; a customer's words are a message.
    bundle = await _files_of(talk, command, number, "" if talk.actor.is_staff else command.text)
    await reopen(
        talk.uow,
        talk.actor,
        number,
        reason=command.text,
        seen=command.seen,
        attachment_ids=bundle.ids,
    )
    told = await told_of_missing(talk, bundle, number, Audience.PUBLIC)
    return with_told(talk.done(number, "Open again:"), told)


async def _files_of(talk: Talk, command: Command, number: int, text: str) -> Bundle:
    """What came along, and what was kept with a refused text, where there is a message that
    names it."""
    if not text.strip():
        return Bundle()
    bundle = await bring_files(talk, number=number)
    return replace(bundle, ids=(*bundle.ids, *await kept_files(talk, command)))
