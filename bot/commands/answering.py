"""``reply`` and ``note``: what is said on a ticket."""

from bot.bringing import bring_files, fetch_again, told_of_missing, with_told
from bot.cards import Text
from bot.commands.people import ABOUT, run_person_note
from bot.forms import begun_text
from bot.grammar.command import Command
from bot.phrasing import followed_up
from bot.relation_cards import untold_text
from bot.talk import Answer, Talk
from core.conversation.audience import Audience
from core.conversation.models import Message
from core.events.redriving import redrive_message
from core.ids import to_id
from core.tickets.queries import number_of, ref_of
from core.tickets.replying import note, reply


async def run_reply(talk: Talk, command: Command) -> Answer:
    """Send to the other side; ``again:`` sends what got stuck once more, ``fetch:`` tries
    again to have a file."""
    if command.options.get("fetch"):
        return await fetch_again(talk, command)
    number = talk.ticket(command)
    again = command.options.get("again")
    if again:
        count = await redrive_message(talk.uow, talk.actor, to_id(again, "that message"))
        return Answer(private=Text(text=f"Sending again ({count})."))
    text = await begun_text(talk, command)
    bundle = await bring_files(talk, number=number)
    said = await reply(
        talk.uow, talk.actor, number, text, seen=command.seen, attachment_ids=bundle.ids
    )
    told = await told_of_missing(talk, bundle, number, Audience.PUBLIC)
    return with_told(await _sent(talk, number, said), told)


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
    message = await note(talk.uow, talk.actor, number, text, attachment_ids=bundle.ids)
    told = await told_of_missing(talk, bundle, number, Audience.INTERNAL)
    answer = with_told(talk.done(number, "Note saved on"), untold_text(message))
    return with_told(answer, told)
