"""``resolve`` and ``reopen``: the end of a ticket, and back."""

from bot.forms import begun_text
from bot.grammar.command import Command
from bot.talk import Answer, Talk
from core.tickets.resolving import close, reopen, resolve


async def run_resolve(talk: Talk, command: Command) -> Answer:
    """Staff say that it is solved; a customer's word ends it at once."""
    number = talk.ticket(command)
    if talk.actor.is_staff:
        text = await begun_text(talk, command)
        await resolve(talk.uow, talk.actor, number, text, seen=command.seen)
    else:
        await close(talk.uow, talk.actor, number)
    return talk.done(number, "Solved:")


async def run_reopen(talk: Talk, command: Command) -> Answer:
    """It was not over."""
    number = talk.ticket(command)
    await reopen(talk.uow, talk.actor, number, reason=command.text, seen=command.seen)
    return talk.done(number, "Open again:")
