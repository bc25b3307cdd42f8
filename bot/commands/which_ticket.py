"""``reply 1042: text`` in the thread of another ticket: which of the two is meant is asked."""

import re

from bot.cards import Button, Card, Tone
from bot.grammar.command import Command
from bot.incoming import Kind
from bot.receiving.bringing import Bundle, bring_files, told_of_missing, with_told
from bot.receiving.left_files import says_message
from bot.talk import Answer, Talk
from core.access.permissions import Permission
from core.conversation.audience import Audience
from core.conversation.drafts import keep_draft
from core.errors import NotFound
from core.tickets.held.held_sending import FILES
from core.tickets.models import Ticket
from core.tickets.reading.queries import get_ticket, ref_of

_NUMBERED = re.compile(r"(\d{1,12})[:,](?!\d)\s*(\S.*)", re.DOTALL)
"""Not ``12:30 suits you``, which is a time."""


async def ask_which_ticket(talk: Talk, command: Command) -> Answer | None:
    """The question, with the words kept for either answer; None where nothing is doubtful.

    A bare number with a colon may be the third of several steps, so that the grammar leaves it
    in the text. Where a ticket has that number which the agent may see, and it is another one
    than this thread's, the words must not go to the wrong customer.
    """
    numbered = _NUMBERED.match(command.text)
    if not numbered or not _is_doubtful(talk, command):
        return None
    here, other = await _found(talk, talk.number), await _found(talk, int(numbered[1]))
    if here is None or other is None or here.id == other.id:
        return None
    keeps = says_message(command)
    bundle = await bring_files(talk, number=here.number) if keeps else Bundle()
    kept = command.options | {FILES: " ".join(map(str, bundle.ids))}
    buttons = []
    for ticket, text in ((other, numbered[2]), (here, command.text)):
        ref = ref_of(talk.uow, ticket.number)
        draft = await keep_draft(talk.uow, talk.actor, kept | {"text": text})
        label = f"To {ref}" if ticket is other else f"To {ref}, as it stands"
        buttons.append(Button(label=label, says=f"{command.verb} {ref} held:{draft}"))
    to, at = (ref_of(talk.uow, one.number) for one in (other, here))
    card = Card(
        title="Which ticket?",
        body=f"Is this for **{to}** ({other.subject}), or is the number a part of your text for"
        f" **{at}** ({here.subject}), whose thread this is? Nothing was done yet, and your text"
        " is kept.",
        quote=command.text,
        buttons=tuple(buttons),
        tone=Tone.WARNING,
    )
    return with_told(
        Answer(private=card), await told_of_missing(talk, bundle, None, Audience.INTERNAL)
    )


def _is_doubtful(talk: Talk, command: Command) -> bool:
    """Whether it was typed by staff, and only the thread says on which ticket it is done."""
    is_typed = talk.incoming.kind is Kind.COMMAND
    verb = talk.registry.verbs[command.verb]
    return is_typed and talk.actor.is_staff and verb.takes_ticket and command.number is None


async def _found(talk: Talk, number: int | None) -> Ticket | None:
    """The ticket, where it goes on; None for one that is not to be seen."""
    if number is None:
        return None
    try:
        return await get_ticket(talk.uow, talk.actor, number, Permission.READ)
    except NotFound:
        return None
