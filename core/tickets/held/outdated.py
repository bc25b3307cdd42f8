"""Answers that were written before the customer changed what they answer.

A customer's message is **edited after the answer** if staff said something publicly on the
ticket after it was written and before it was last changed. Staff are told once for each
answer: by a line in their threads, and by a badge until they say something again.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from core.access.actor import STAFF, Actor
from core.conversation.audience import Audience
from core.conversation.models import Message
from core.conversation.places import INTERNAL, address
from core.conversation.visibility import HOME_ID, stands_on
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import owe, owe_all
from core.tickets.announcements.serving import served_places
from core.tickets.events import MessageEdited
from core.tickets.messages import speaker
from core.tickets.models import Ticket
from core.tickets.relations.group import above, members_of_group


def is_outdated(said: datetime, answered: datetime | None, edited: datetime | None) -> bool:
    """Whether a message of that time was changed after the answer of that time."""
    return answered is not None and edited is not None and said < answered < edited


async def flag_outdated_answer(uow: UnitOfWork, actor: Actor, event: MessageEdited) -> None:
    """The customer changed a message: say so where staff read, if it was answered before."""
    message = await uow.session.get_one(Message, event.message_id)
    home = await uow.session.get_one(Ticket, event.ticket_id)
    if event.audience != Audience.PUBLIC.value or speaker(actor, home) != "customer":
        return
    tickets = [home, *await above(uow, home)]
    answered = await _answered_at(uow, tickets[-1])
    survivor = tickets[-1]
    if not is_outdated(message.created_at, answered, message.edited_at):
        return
    if survivor.answer_outdated_at is not None:
        return  # they were told of this answer already
    for one in tickets:
        one.answer_outdated_at = message.edited_at
    await uow.session.flush()
    owe_all(
        uow,
        [
            owe(uow, address(p), "line", ticket_id=p.ticket_id, event_id=event.event_id)
            for p in await served_places(uow, survivor)
            if p.role == INTERNAL
        ],
    )


async def _answered_at(uow: UnitOfWork, survivor: Ticket) -> datetime | None:
    members = await members_of_group(uow, survivor)
    query = select(func.max(Message.created_at)).where(
        stands_on([member.id for member in members]),
        *_is_answer(Message),
        Message.author_id.not_in([member.requester_id for member in members]),
    )
    found: datetime | None = await uow.session.scalar(query)
    return found


def _is_answer(said: Any) -> list[ColumnElement[bool]]:
    return [
        said.audience == Audience.PUBLIC.value,
        said.author_role.in_([role.value for role in STAFF]),
        said.author_id.is_not(None),
        said.deleted_at.is_(None),
    ]


def edited_after_answer() -> ColumnElement[bool]:
    """The same for every message of a list: a column for those that staff read."""
    answer = aliased(Message)
    return Message.edited_at.is_not(None) & exists().where(
        or_(
            and_(answer.ticket_id == HOME_ID, answer.split_into_id.is_(None)),
            answer.split_into_id == HOME_ID,
        ),
        Message.author_role == "customer",
        *_is_answer(answer),
        answer.author_id.is_distinct_from(Message.author_id),
        answer.created_at > Message.created_at,
        answer.created_at < Message.edited_at,
    )
