"""A breaker on what the desk says by itself: too many lines on one ticket end in a pause.

Two desks that answer each other would otherwise do so for ever. What people write is
never held back, and cards go on showing the present state.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from uuid import UUID

from sqlalchemy import func, select, update

from core.access.actor import Actor, the_desk
from core.access.permissions import Permission
from core.database.unit_of_work import UnitOfWork
from core.events.event import Event
from core.events.models import Delivery
from core.tickets.changing import take
from core.tickets.models import Ticket

LINES_A_MINUTE = 20
"""So many automatic lines about one ticket are said within a minute, and no more."""

LINE = "line"
_MINUTE = timedelta(minutes=1)


class Verdict(Enum):
    """What becomes of a line."""

    SAID = auto()
    HELD = auto()
    TRIPPED = auto()  # held, and the first of them: staff are to be told


@dataclass(frozen=True, kw_only=True)
class TicketLinesPaused(Event):
    """The desk had said too much by itself within a minute, and says no more."""


@dataclass(frozen=True, kw_only=True)
class TicketLinesResumed(Event):
    """A member of staff lets the desk say what happens again."""


async def judge_line(uow: UnitOfWork, ticket_id: UUID, owed_at: datetime) -> Verdict:
    """Whether a line that was owed then may be said; the one too many trips the breaker."""
    paused = await uow.session.scalar(select(Ticket.lines_paused_at).where(Ticket.id == ticket_id))
    if paused is not None and owed_at >= paused:
        return Verdict.HELD
    # Places get on at different speeds: what was owed before the pause is still said.
    # One fact is one line, in however many places it is said. What waited long for a
    # platform and is said in one go now is no storm: what counts is when it was owed.
    lately = await uow.session.scalar(
        select(func.count(Delivery.event_id.distinct())).where(
            Delivery.ticket_id == ticket_id,
            Delivery.kind == LINE,
            Delivery.created_at > owed_at - _MINUTE,
            Delivery.created_at <= owed_at,
        )
    )
    if (lately or 0) <= LINES_A_MINUTE:
        return Verdict.SAID
    return await _trip(uow, ticket_id, owed_at)


async def _trip(uow: UnitOfWork, ticket_id: UUID, owed_at: datetime) -> Verdict:
    tripped = await uow.session.scalar(
        update(Ticket)
        .where(Ticket.id == ticket_id, Ticket.lines_paused_at.is_(None))
        .values(lines_paused_at=owed_at)
        .returning(Ticket.id)
    )
    if tripped is None:
        return Verdict.HELD
    await uow.record(TicketLinesPaused(ticket_id=ticket_id), the_desk(uow.organisation_id))
    return Verdict.TRIPPED


async def resume_lines(uow: UnitOfWork, actor: Actor, number: int) -> bool:
    """Let the desk say again what happens to a ticket. False: nothing was held back."""
    ticket = await take(uow, actor, number, Permission.EDIT)
    if ticket.lines_paused_at is None:
        return False
    ticket.lines_paused_at = None
    await uow.session.flush()
    await uow.record(TicketLinesResumed(ticket_id=ticket.id), actor)
    return True
