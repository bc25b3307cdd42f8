"""``private``: a ticket goes on where only its customer and staff read."""

from bot.cards import Text
from bot.grammar.command import Command
from bot.talk import Answer, Talk
from core.tickets.privacy import make_private
from core.tickets.reading.queries import ref_of


async def run_private(talk: Talk, command: Command) -> Answer:
    """Leave the places that others read; a word in private that it is done, or was before."""
    number = talk.ticket(command)
    ref = ref_of(talk.uow, number)
    if not await make_private(talk.uow, talk.actor, number):
        return Answer(private=Text(text=f"Only its customer and staff read **{ref}** already."))
    told = f"**{ref}** goes on in private. I am opening a place for it. "
    return Answer(private=Text(text=told + "What was said before stays where all can read it."))
