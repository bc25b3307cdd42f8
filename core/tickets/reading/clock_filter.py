"""Which tickets are near the end of a target, past it, or waiting for us: filters in SQL."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Interval, and_, exists, literal, or_, select

from core.tickets.configuration.catalogue import Catalogue
from core.tickets.models import Clock, Ticket
from core.tickets.rules import Base

_QUARTER_OF_A_MINUTE = literal(timedelta(seconds=15), Interval)


def overdue() -> ColumnElement[bool]:
    """A target was missed, and what was promised has still not come."""
    return _with_open_clock(Clock.breached_at.is_not(None))


def breaching(now: datetime) -> ColumnElement[bool]:
    """The same, or a clock runs in the last quarter of its time."""
    soon = Clock.due_at <= literal(now) + Clock.minutes * _QUARTER_OF_A_MINUTE
    return _with_open_clock(or_(Clock.breached_at.is_not(None), soon))


def _with_open_clock(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(
        select(Clock.id).where(Clock.ticket_id == Ticket.id, Clock.met_at.is_(None), condition)
    )


def waiting_on_us(words: Catalogue) -> ColumnElement[bool]:
    """The customer spoke last, and nobody said that the customer is to speak again."""
    pending = [s.id for s in words.statuses.values() if s.base is Base.PENDING]
    return and_(Ticket.last_said_by == "customer", Ticket.status_id.not_in(pending))
