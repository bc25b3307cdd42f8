"""``reply`` and ``note``: what is said on a ticket."""

from bot.cards import Text
from bot.forms import begun_text
from bot.grammar.command import Command
from bot.talk import Answer, Talk
from core.events.redriving import redrive_message
from core.ids import to_id
from core.tickets.replying import note, reply


async def run_reply(talk: Talk, command: Command) -> Answer:
    """Send to the other side; ``again:`` sends what got stuck once more."""
    number = talk.ticket(command)
    again = command.options.get("again")
    if again:
        count = await redrive_message(talk.uow, talk.actor, to_id(again, "that message"))
        return Answer(private=Text(text=f"Sending again ({count})."))
    text = await begun_text(talk, command)
    await reply(talk.uow, talk.actor, number, text, seen=command.seen)
    return talk.done(number, "Your reply is on its way:")


async def run_note(talk: Talk, command: Command) -> Answer:
    """Keep it among staff."""
    number = talk.ticket(command)
    await note(talk.uow, talk.actor, number, await begun_text(talk, command))
    return talk.done(number, "Note saved on")
