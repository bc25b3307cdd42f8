"""``claim``, ``release`` and ``assign``: who has the ticket."""

from bot.grammar.command import Command
from bot.grammar.parse import first_word
from bot.talk import Answer, Talk
from core.access.permissions import Permission
from core.errors import Invalid
from core.tickets.claiming import assign, claim, release, to_owner
from core.tickets.reading.queries import get_ticket


async def run_claim(talk: Talk, command: Command) -> Answer:
    """Take the ticket."""
    number = talk.ticket(command)
    await claim(talk.uow, talk.actor, number, seen=command.seen)
    return talk.done(number, "You have")


async def run_release(talk: Talk, command: Command) -> Answer:
    """Give it back to the queue."""
    number = talk.ticket(command)
    reason = command.options.get("reason") or command.text
    await release(talk.uow, talk.actor, number, reason=reason, seen=command.seen)
    return talk.done(number, "You released")


async def run_assign(talk: Talk, command: Command) -> Answer:
    """Give it to somebody; ``to:`` may be left out."""
    number = talk.ticket(command)
    to, reason = _to_whom_and_why(command)
    await assign(talk.uow, talk.actor, number, to, reason=reason, seen=command.seen)
    return talk.done(number, "You assigned")


async def check_assign(talk: Talk, command: Command) -> None:
    """Refuse whom it cannot be given to, before that is accepted."""
    to, _ = _to_whom_and_why(command)
    ticket = await get_ticket(talk.uow, talk.actor, talk.ticket(command), Permission.ASSIGN)
    await to_owner(talk.uow, talk.actor, ticket, to)


def _to_whom_and_why(command: Command) -> tuple[str, str]:
    to, reason = command.options.get("to", ""), command.options.get("reason", "")
    if not to:
        to, said = first_word(command.text)
        if to == "to":
            to, said = first_word(said)
        reason = reason or said
    if not to:
        raise Invalid(field="to", problem="say to whom, for example `assign 1042 to:@sam`")
    return to, reason
