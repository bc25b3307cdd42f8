"""``web``: a customer goes on with their ticket in the web chat, by a link for them alone."""

from bot.grammar.command import Command
from bot.ports_words import IsOnTheWeb
from bot.showing.entry_cards import entry_card, is_reachable
from bot.talk import Answer, Talk
from core.errors import ErrorKind, HelpdeskError
from core.tickets.entering import invite_in
from core.tickets.reading.queries import ref_of


class NotOnTheWeb(HelpdeskError):
    """The desk has no address to which a link may lead that signs somebody in."""

    kind = ErrorKind.CONFLICT
    code = "entry.no_address"
    text = "This desk has no address on the web for customers. Go on here."


class OnTheWebAlready(HelpdeskError):
    """It was said where the link would lead; there, what we say is kept, and no link may be."""

    kind = ErrorKind.CONFLICT
    code = "entry.there_already"
    text = "This is the web chat already. Say `show {ref}` to see the ticket."


async def run_web(talk: Talk, command: Command) -> Answer:
    """The link, in private: whoever has it goes in as who asked for it."""
    number = talk.ticket(command)
    if not is_reachable(talk.address):
        raise NotOnTheWeb
    ref = ref_of(talk.uow, number)
    platform: object = talk.platform
    if isinstance(platform, IsOnTheWeb) and platform.on_the_web:
        raise OnTheWebAlready(ref=ref)
    token = await invite_in(talk.uow, talk.actor, number)
    return Answer(private=entry_card(ref, f"{talk.address}/enter/{token}"))
