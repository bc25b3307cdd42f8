"""What an emoji on a message does.

One that is mapped is, for staff alone, the same command that one types; taking it away undoes
nothing. Any other is a reaction: it travels with the message, and so does its end.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.cards import Text
from bot.commands.opening import subject_of
from bot.grammar.command import Command
from bot.incoming import Incoming, Kind
from bot.ports import Written
from bot.receiving.bringing import with_told
from bot.receiving.standing_messages import already, author_of, open_from, place_for, read_there
from bot.talk import NOTHING, Answer, Talk
from core.access.permissions import require
from core.conversation.amendments import Standing, is_latest
from core.conversation.audience import Audience
from core.conversation.files_names import line_of_names, safe_name
from core.conversation.places import place_at, role_at
from core.conversation.refs import is_being_posted, message_at, shown_at, ticket_shown_at
from core.conversation.workspaces import CLAIM, OPEN, RESOLVE, SEND, workspace_settings
from core.database.unit_of_work import UnitOfWork
from core.errors import Denied, ErrorKind, HelpdeskError, NotFound
from core.events.receipts import is_waiting
from core.tickets.collaboration.reacting import react, unreact
from core.tickets.opening import TicketDraft
from core.tickets.reading.queries import number_of, ref_of

_MAY_BE_ON_ITS_WAY = timedelta(seconds=20)


class NotHereYet(HelpdeskError):
    """The message to which somebody reacted is still on its way to us."""

    kind = ErrorKind.UNAVAILABLE
    code = "chat.not_here_yet"
    text = "That message has not arrived here yet. Nothing was lost; try again in a moment."


async def handle_reaction(talk: Talk) -> Answer:
    """Do what the reaction means in its workspace, if it is a member of staff's and means
    something; else let the message have it everywhere, or have it no longer."""
    spot, kind = talk.incoming.spot, talk.incoming.kind
    if talk.incoming.stamp is None:
        return NOTHING
    settings = await workspace_settings(talk.uow, spot.platform, spot.workspace)
    meaning = settings.meaning_of(talk.incoming.text)
    if kind is Kind.REACTED and meaning is not None and talk.actor.is_staff:
        return await _ACTS[meaning](talk)
    await _let_travel(talk, talk.incoming.stamp)
    return NOTHING


async def is_on_its_way(uow: UnitOfWork, incoming: Incoming) -> bool:
    """Whether the message of a reaction came in and is still to be handled, or we may be
    posting it this very moment."""
    spot = incoming.spot.model_dump(include={"platform", "workspace", "channel"})
    told = {"kind": Kind.SAID.value, "stamp": incoming.stamp, "spot": spot}
    return await is_waiting(uow.session, told) or await is_being_posted(uow, **spot)


async def _let_travel(talk: Talk, stamp: str) -> None:
    """A reaction to what is no message, or by somebody who only reads along, stays there."""
    incoming, spot = talk.incoming, talk.incoming.spot
    at = (spot.platform, spot.workspace, spot.channel)
    coming = await is_on_its_way(talk.uow, incoming)  # asked first: then it is found if it came
    found = await shown_at(talk.uow, *at, stamp)
    if found is None and coming:
        raise NotHereYet
    if found is None or not incoming.emoji:
        return
    message, place = found
    one = Standing(*at, f"{stamp}:{incoming.sender}:{incoming.emoji}")
    if not await is_latest(talk.uow, one, incoming.kind.value, "", incoming.at, or_same=True):
        return
    act = react if incoming.kind is Kind.REACTED else unreact
    try:
        await act(talk.uow, talk.actor, message.id, incoming.emoji, place_id=place.id)
    except (NotFound, Denied):
        return


async def _claim(talk: Talk) -> Answer:
    return await _on_card(talk, "claim")


async def _resolve(talk: Talk) -> Answer:
    return await _on_card(talk, "resolve")


async def _on_card(talk: Talk, verb: str) -> Answer:
    """The verb on the ticket whose card, or whose thread's root, this is."""
    number = await _number_here(talk)
    return NOTHING if number is None else await _run(talk, Command(verb, number))


async def _run(talk: Talk, command: Command) -> Answer:
    verb = talk.registry.verbs[command.verb]
    require(talk.actor, verb.permission)
    return await verb.run(talk, command)


async def _number_here(talk: Talk) -> int | None:
    if talk.number is not None:
        return talk.number
    spot, stamp = talk.incoming.spot, talk.incoming.stamp or ""
    ticket_id = await ticket_shown_at(talk.uow, spot.platform, spot.workspace, spot.channel, stamp)
    return await number_of(talk.uow, ticket_id) if ticket_id else None


async def _send(talk: Talk) -> Answer:
    """One's own note goes to the customer; what is no note is none of our business."""
    spot, stamp = talk.incoming.spot, talk.incoming.stamp or ""
    note = await message_at(talk.uow, spot.platform, spot.workspace, spot.channel, stamp)
    if note is None:
        triage = await role_at(talk.uow, spot.platform, spot.workspace, spot.channel) == "triage"
        if triage and talk.uow.now - talk.incoming.at < _MAY_BE_ON_ITS_WAY:
            raise NotHereYet
        return NOTHING
    if note.audience != Audience.INTERNAL.value:
        return NOTHING
    return await _run(talk, Command("reply", options={"note-id": str(note.id)}))


async def _open(talk: Talk) -> Answer:
    """A ticket from the message, for its author; its thread is the customer's place."""
    spot, stamp = talk.incoming.spot, talk.incoming.stamp or ""
    known = await message_at(talk.uow, spot.platform, spot.workspace, spot.channel, stamp)
    number = await _number_here(talk)
    if known is not None and number is None:
        number = await number_of(talk.uow, known.ticket_id)
    if number is not None:
        return already(talk, number)
    written = read_there(talk, stamp)
    if written is None or written.ours:
        return NOTHING
    there = await place_at(talk.uow, spot.platform, spot.workspace, spot.channel, written.thread)
    if there is not None:
        return (
            already(talk, await number_of(talk.uow, there.ticket_id))
            if there.ticket_id
            else (NOTHING)
        )
    return await _open_from(talk, written)


async def _open_from(talk: Talk, written: Written) -> Answer:
    said = written.text or line_of_names([safe_name(one.name) for one in written.files])
    if not said:
        return NOTHING
    draft = TicketDraft(
        subject=subject_of(said), description=said, customer=await author_of(talk, written)
    )
    place = await place_for(talk, written)
    begun = await open_from(talk, draft, place, written)
    ref = ref_of(talk.uow, begun.ticket.number)
    answer = Text(text=f"You opened **{ref}** from this message.")
    # In a place of its own the ticket's card says it already.
    return with_told(Answer(private=None if place else answer), begun.told)


_ACTS: dict[str, Callable[[Talk], Awaitable[Answer]]] = {
    OPEN: _open,
    CLAIM: _claim,
    RESOLVE: _resolve,
    SEND: _send,
}
