"""Clocks follow what happens to a ticket: reactions, and the sweep that finds breaches."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from core.access.actor import Actor, the_desk
from core.database.rows import insert_rows
from core.database.unit_of_work import UnitOfWork
from core.events.due import put_off
from core.events.models import Due
from core.ids import new_id
from core.sla.events import ClockBreached, ClockChanged
from core.sla.policies import default_policy
from core.sla.rules import Count, Metric, breach, meet, pause, resume, retarget, start
from core.tickets.catalogue import catalogue
from core.tickets.events import MessagePosted, TicketEvent, TicketOpened, TicketPriorityChanged
from core.tickets.models import Clock, Ticket
from core.tickets.rules import DONE, Base

DUE_KIND = "clock"
STANDING = DONE | {Base.PENDING}
"""The statuses in which clocks do not run."""

_FIELDS = ("minutes", "counted", "running_since", "met_at", "breached_at")
_CLOCKS_OF = (
    select(Clock)
    .where(Clock.ticket_id == bindparam("ticket"))
    .order_by(Clock.metric)
    .with_for_update()
)
_CLOCKS, _DUES = insert_rows(Clock, "clocks"), insert_rows(Due, "dues")


def count_of(clock: Clock) -> Count:
    """The clock's count as a value."""
    return Count(**{name: getattr(clock, name) for name in _FIELDS})


async def start_clocks(uow: UnitOfWork, actor: Actor, event: TicketOpened) -> None:
    """A new ticket: both clocks begin to run."""
    ticket = await _ticket(uow, event)
    policy = await default_policy(uow)
    if policy is None:
        return
    clocks, dues = [], []
    for metric in Metric:
        count = start(policy.minutes[ticket.priority, metric], uow.now)
        row = _row(uow, ticket.id, metric, count)
        clocks.append(row)
        dues.append(
            {
                "organisation_id": uow.organisation_id,
                "kind": DUE_KIND,
                "id": row["id"],
                "due_at": row["due_at"],
            }
        )
        await uow.record(_changed(ticket.id, metric, "started", count), actor)
    uow.writes.add_rows(_CLOCKS, clocks)
    uow.writes.add_rows(_DUES, dues)


def _row(uow: UnitOfWork, ticket_id: UUID, metric: Metric, count: Count) -> dict[str, Any]:
    return {
        "id": new_id(),
        "organisation_id": uow.organisation_id,
        "ticket_id": ticket_id,
        "metric": metric.value,
        "state": count.state.value,
        "due_at": count.due_at,
        **{name: getattr(count, name) for name in _FIELDS},
    }


def _changed(ticket_id: UUID, metric: str, act: str, count: Count) -> ClockChanged:
    return ClockChanged(
        ticket_id=ticket_id,
        metric=str(metric),
        act=act,
        state=count.state.value,
        minutes=count.minutes,
        counted=round(count.counted, 3),
    )


async def follow_status(uow: UnitOfWork, actor: Actor, event: TicketEvent) -> None:
    """Pending pauses, working resumes, an end meets what was promised."""
    ticket = await _ticket(uow, event)
    words = await catalogue(uow)
    base = words.base(ticket.status_id)
    before, _ = event.changes.get("status_id", (None, None))
    if before is not None and base not in STANDING and words.base(before) not in STANDING:
        return  # from one kind of work to another: all goes on as it was
    for clock in await _clocks(uow, ticket.id):
        first = clock.metric == Metric.FIRST_RESPONSE
        if base in DONE:
            await _apply(uow, actor, clock, "met", meet)
        elif base is Base.PENDING:
            await _apply(uow, actor, clock, "paused", pause)
        elif not (first and clock.met_at):
            await _apply(uow, actor, clock, "resumed", resume)


async def follow_message(uow: UnitOfWork, actor: Actor, event: MessagePosted) -> None:
    """The first public word by a person of the staff is the first response."""
    if event.by != "staff" or event.audience != "public":
        return
    for clock in await _clocks(uow, event.ticket_id):
        if clock.metric == Metric.FIRST_RESPONSE:
            await _apply(uow, actor, clock, "met", meet)


async def follow_priority(uow: UnitOfWork, actor: Actor, event: TicketPriorityChanged) -> None:
    """Another priority means other targets; what has run stays counted."""
    ticket = await _ticket(uow, event)
    policy = await default_policy(uow)
    if policy is None:
        return
    for clock in await _clocks(uow, ticket.id):
        minutes = policy.minutes[ticket.priority, Metric(clock.metric)]

        def to_target(count: Count, now: datetime, minutes: int = minutes) -> Count:
            return retarget(count, minutes, now)

        await _apply(uow, actor, clock, "retargeted", to_target)


async def clock_is_due(uow: UnitOfWork, clock_id: UUID) -> None:
    """The sweep found that a clock's time has come: keep the breach, once."""
    clock = await uow.session.get(Clock, clock_id, with_for_update=True)
    if clock is None or clock.breached_at is not None:
        return
    await _apply(uow, the_desk(uow.organisation_id), clock, "breached", breach)


async def _apply(
    uow: UnitOfWork,
    actor: Actor,
    clock: Clock,
    act: str,
    rule: Callable[[Count, datetime], Count],
) -> None:
    before = count_of(clock)
    after = rule(before, uow.now)
    if after == before:
        return
    for name in _FIELDS:
        setattr(clock, name, getattr(after, name))
    clock.state, clock.due_at = after.state.value, after.due_at
    await uow.session.flush()
    waits = after.due_at if after.breached_at is None else None
    await put_off(uow, DUE_KIND, {clock.id: waits})
    if act != "breached":
        await uow.record(_changed(clock.ticket_id, clock.metric, act, after), actor)
    if after.breached_at is not None and before.breached_at is None:
        await uow.record(
            ClockBreached(ticket_id=clock.ticket_id, metric=clock.metric, minutes=clock.minutes),
            actor,
        )


async def _clocks(uow: UnitOfWork, ticket_id: UUID | None) -> list[Clock]:
    return list(await uow.session.scalars(_CLOCKS_OF, {"ticket": ticket_id}))


async def _ticket(uow: UnitOfWork, event: TicketEvent) -> Ticket:
    ticket = await uow.session.get(Ticket, event.ticket_id)
    assert ticket is not None
    return ticket
