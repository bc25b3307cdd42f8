"""In which place a ticket begins: the thread where it was asked for, or one of its own."""

from bot.grammar.command import Command
from bot.sending.answering import place_of_answers
from bot.shortcuts import PRIVATELY
from bot.talk import Talk
from core.assistant.asking import is_someone_elses
from core.conversation.beginning import begin_place, begin_private_place
from core.conversation.models import Place
from core.tickets.opening import TicketDraft


async def customers_place(talk: Talk, command: Command, draft: TicketDraft) -> Place | None:
    """The customer's own place, if this is where the ticket was asked for, or if it is to go on
    in private; None: they are reached directly."""
    spot = talk.incoming.spot
    if draft.customer:
        return None
    if command.options.get(PRIVATELY) and not talk.incoming.direct:
        beside = await place_of_answers(talk.uow, talk.actor, talk.incoming)
        return await begin_private_place(talk.uow, beside, talk.actor.person_id)
    thread = spot.thread or talk.incoming.stamp
    if talk.place is not None or thread is None or not _is_support(talk):
        return None
    if talk.is_read_along and await is_someone_elses(talk.uow, talk.actor, talk.thread):
        return None  # whoever asked first there goes on there
    return await begin_place(
        talk.uow,
        spot.platform,
        spot.workspace,
        spot.channel,
        thread,
        talk.actor.person_id,
        shared=talk.is_read_along,
    )


def _is_support(talk: Talk) -> bool:
    return talk.in_support or (talk.incoming.direct and not talk.actor.is_staff)
