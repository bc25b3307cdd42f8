"""``web``: a customer goes on with their ticket in the web chat, by a link for them alone."""

from bot.entry_cards import entry_card, is_reachable
from bot.grammar.command import Command
from bot.talk import Answer, Talk
from core.errors import ErrorKind, HelpdeskError
from core.tickets.entering import invite_in
from core.tickets.queries import ref_of


class NotOnTheWeb(HelpdeskError):
    """The desk has no address to which a link may lead that signs somebody in."""

    kind = ErrorKind.CONFLICT
    code = "entry.no_address"
    text = "This desk has no address on the web for customers. Go on here."


async def run_web(talk: Talk, command: Command) -> Answer:
    """The link, in private: whoever has it goes in as who asked for it."""
    number = talk.ticket(command)
    if not is_reachable(talk.address):
        raise NotOnTheWeb
    token = await invite_in(talk.uow, talk.actor, number)
    ref = ref_of(talk.uow, number)
    return Answer(private=entry_card(ref, f"{talk.address}/enter/{token}"))
