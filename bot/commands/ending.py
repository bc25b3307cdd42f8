"""``resolve`` and ``reopen``: the end of a ticket, and back."""

from bot.commands.rating import RATING, run_rating
from bot.field_inputs import fields_in
from bot.forms import begun_text
from bot.grammar.command import Command
from bot.talk import Answer, Talk
from core.tickets.editing import TicketEdit, edit
from core.tickets.held_sending import send_held_first
from core.tickets.resolving import close, reopen, resolve


async def run_resolve(talk: Talk, command: Command) -> Answer:
    """Staff say that it is solved; a customer's word ends it at once, and may rate it."""
    if RATING in command.options:
        return await run_rating(talk, command)
    number = talk.ticket(command)
    if talk.actor.is_staff:
        text = await begun_text(talk, command)
        seen = await send_held_first(talk.uow, talk.actor, number, command.seen)
        if filled := fields_in(command.options):
            wanted = TicketEdit(custom_fields=filled)
            # What was filled in raises the revision: it is no news to whoever did it.
            await edit(talk.uow, talk.actor, number, wanted, seen=seen)
            seen = None
        await resolve(talk.uow, talk.actor, number, text, seen=seen)
    else:
        await close(talk.uow, talk.actor, number)
    return talk.done(number, "Solved:")


async def run_reopen(talk: Talk, command: Command) -> Answer:
    """It was not over."""
    number = talk.ticket(command)
    await reopen(talk.uow, talk.actor, number, reason=command.text, seen=command.seen)
    return talk.done(number, "Open again:")
