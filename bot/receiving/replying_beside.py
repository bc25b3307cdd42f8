"""Who else is writing a reply, said to whoever begins one."""

from bot.grammar.command import Command
from bot.showing.card_parts import who_replies
from bot.talk import Talk
from core.tickets.collaboration.presence import FORM_LASTS, REPLYING, be_present


async def told_of_others(talk: Talk, command: Command) -> str:
    """Colleagues are told that a reply is being written; who opens a form, who writes already."""
    others = await be_present(
        talk.uow, talk.actor, talk.ticket(command), REPLYING, lasts=FORM_LASTS
    )
    writing = [one.name for one in others if one.act == REPLYING]
    return f" ⚠️ {who_replies(writing)} too." if writing else ""
