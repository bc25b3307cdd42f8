"""Messages of ours that stand somewhere and are edited there: a question, a warning.

Each has a name in its place, under which the platform's id of it is kept.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from bot.cards import Card, Text
from bot.sending.boards import GONE, build_board
from bot.sending.private_places import may_be_told
from bot.sending.reaction_lines import line_below, reactions_in_words
from bot.showing.survey_cards import answered_card, question_card, withdrawn_card
from bot.showing.warning_cards import warnings_card
from core.conversation.audience import Audience
from core.conversation.destinations import REACTIONS
from core.conversation.models import Message, Place
from core.conversation.refs import ref_of
from core.database.unit_of_work import UnitOfWork
from core.events.models import Delivery
from core.people.models import Identity
from core.sla import warnings
from core.sla.models import ClockWarning
from core.surveys import asking
from core.surveys.models import Survey
from core.tickets.announcements.announcing_reactions import name_of_line
from core.tickets.announcements.homes import BOARD_DELIVERY, is_set_up
from core.tickets.models import Clock
from core.tickets.reading.readers import stays_for
from core.tickets.reading.views import TicketView, view_for_card


class NothingToSay(Exception):
    """What it would be about is gone, or was never said there."""


@dataclass(frozen=True)
class Standing:
    """What a message says now (None: it is taken away), who may see it, its name, and its id
    if it stands already."""

    content: Text | Card | None
    audience: Audience
    name: str
    ref: str | None


async def render_standing(uow: UnitOfWork, delivery: Delivery, place: Place) -> Standing:
    """What the message of this delivery says now. Raises :class:`NothingToSay`."""
    return await STANDING[delivery.kind](uow, delivery.content or {}, place)


async def _survey(uow: UnitOfWork, content: dict[str, str], place: Place) -> Standing:
    survey = await uow.session.get(Survey, UUID(content["survey"]))
    view = await view_for_card(uow, survey.ticket_id) if survey else None
    if survey is None or view is None or view.deleted_at is not None:
        raise NothingToSay("the question is gone")
    name = f"survey:{survey.id}"
    ref = await ref_of(uow, place.id, name)
    if survey.answered_at is not None:
        card = answered_card(view, survey.score if await is_direct(uow, place) else None)
    elif survey.reopened_at is not None:
        card = withdrawn_card(view)
    else:
        card = question_card(view)
        return Standing(card, Audience.PUBLIC, name, ref)
    if ref is None:
        raise NothingToSay("the question was never asked there")
    return Standing(card, Audience.PUBLIC, name, ref)


async def is_direct(uow: UnitOfWork, place: Place) -> bool:
    """Whether nobody but the customer reads there: in every thread at least staff read along."""
    found = await uow.session.scalar(
        select(Identity.id)
        .where(
            Identity.platform == place.platform,
            Identity.workspace == place.workspace,
            Identity.direct == place.channel,
        )
        .limit(1)
    )
    return found is not None


async def _warning(uow: UnitOfWork, content: dict[str, str], place: Place) -> Standing:
    bundle = UUID(content["bundle"])
    rows = await uow.session.execute(
        select(ClockWarning.ticket_id, Clock.metric, Clock.warned)
        .join(Clock, Clock.id == ClockWarning.clock_id)
        .where(ClockWarning.bundle_id == bundle, ClockWarning.place_id == place.id)
        .order_by(ClockWarning.id)
    )
    said: list[tuple[TicketView, str, int]] = []
    for ticket_id, metric, step in rows:
        view = await view_for_card(uow, ticket_id)
        if (
            view is not None
            and view.deleted_at is None
            and await may_be_told(uow, place, ticket_id)
        ):
            said.append((view, metric, step or 0))
    name = f"warning:{bundle}"
    ref = await ref_of(uow, place.id, name)
    if not said:
        raise NothingToSay("the ticket is gone")
    return Standing(warnings_card(said, place.person_id), Audience.INTERNAL, name, ref)


async def _board(uow: UnitOfWork, content: dict[str, str], place: Place) -> Standing:
    name = BOARD_DELIVERY
    ref = await ref_of(uow, place.id, name)
    if await is_set_up(uow, place.id):
        return Standing(await build_board(uow, place), Audience.INTERNAL, name, ref)
    if ref is None:
        raise NothingToSay("the board was never there")
    return Standing(GONE, Audience.INTERNAL, name, ref)


async def _reactions(uow: UnitOfWork, content: dict[str, str], place: Place) -> Standing:
    message_id = UUID(content["message"])
    name = name_of_line(message_id)
    ref = await ref_of(uow, place.id, name)
    message = await uow.session.get(Message, message_id)
    if message is not None and message.deleted_at is None and await stays_for(uow, message, place):
        if place.left_at is not None:
            raise NothingToSay("the ticket has left this place")
        words = await reactions_in_words(uow, message, place)
        if words:
            return Standing(line_below(message, words), Audience(message.audience), name, ref)
    if ref is None:
        raise NothingToSay("nobody reacted")
    return Standing(None, Audience.PUBLIC, name, ref)


STANDING: dict[str, Callable[[UnitOfWork, dict[str, str], Place], Awaitable[Standing]]] = {
    asking.DELIVERY: _survey,
    warnings.DELIVERY: _warning,
    BOARD_DELIVERY: _board,
    REACTIONS: _reactions,
}
