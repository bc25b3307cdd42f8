"""Since when a ticket has waited for an answer."""

from typing import Any

from sqlalchemy import ColumnElement, DateTime, and_, cast, func, or_, select
from sqlalchemy.orm import aliased

from core.access.actor import Role
from core.conversation.audience import Audience
from core.conversation.models import Message
from core.tickets.models import Ticket

_BEFORE_ALL = cast("-infinity", DateTime(timezone=True))


def unanswered_since() -> ColumnElement[Any]:
    """When the customer first said what nobody has answered yet, on the ticket or on one that
    was merged into it; where nothing was said, when it was opened."""
    said, answer = aliased(Message), aliased(Message)
    answered = (
        select(func.max(answer.created_at))
        .where(*_public(answer), ~_by_customer(answer))
        .correlate(Ticket)
        .scalar_subquery()
    )
    first = (
        select(func.min(said.created_at))
        .where(*_public(said), _by_customer(said))
        .where(said.created_at > func.coalesce(answered, _BEFORE_ALL))
        .correlate(Ticket)
        .scalar_subquery()
    )
    return func.coalesce(first, Ticket.created_at)


def _public(message: type[Message]) -> tuple[ColumnElement[bool], ...]:
    """Said between customer and staff, and standing there still."""
    one = aliased(Ticket)
    same = or_(one.id == Ticket.id, one.merged_into_id == Ticket.id)
    group = select(one.id).where(same).correlate(Ticket)
    unmoved = and_(message.ticket_id.in_(group), message.split_into_id.is_(None))
    return (
        or_(unmoved, message.split_into_id.in_(group)),
        message.audience == Audience.PUBLIC.value,
        message.kind == "reply",
        message.deleted_at.is_(None),
    )


def _by_customer(message: type[Message]) -> ColumnElement[bool]:
    # Staff are the customers of their own tickets.
    own = message.author_id.is_not_distinct_from(Ticket.requester_id)
    return or_(message.author_role == Role.CUSTOMER.value, own)
