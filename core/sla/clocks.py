"""Clocks follow what happens to a ticket: reactions, and the sweep that finds their steps.

A clock has one due row, at its next step: half of the time, the organisation's warnings,
and the breach.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update

from core.access.actor import Actor, the_desk
from core.database.rows import insert_rows
from core.database.unit_of_work import UnitOfWork
from core.events.due import put_off
from core.events.models import Due
from core.ids import new_id
from core.people.organisation import OrganisationChanged, organisation_settings
from core.sla.clock_rows import FIELDS, clocks_of, count_of
from core.sla.events import ClockBreached, ClockChanged, ClockHalfway, ClockWarned
from core.sla.policies import default_policy
from core.sla.rules import (
    HALF,
    WHOLE,
    Count,
    Metric,
    breach,
    meet,
    next_step,
    pause,
    resume,
    retarget,
    start,
    step_reached,
)
from core.sla.warnings import warn_people
from core.tickets.configuration.catalogue import catalogue
from core.tickets.events import MessagePosted, TicketEvent, TicketOpened
from core.tickets.models import Clock, Ticket
from core.tickets.relations.group import surviving_id
from core.tickets.rules import DONE, Base

DUE_KIND = "clock"
STANDING = DONE | {Base.PENDING}
"""The statuses in which clocks do not run."""

_CLOCKS, _DUES = insert_rows(Clock, "clocks"), insert_rows(Due, "dues")


async def steps_of(uow: UnitOfWork) -> tuple[int, ...]:
    """The steps of every clock of the organisation, in percent of its time."""
    return (HALF, *(await organisation_settings(uow)).warn_percent, WHOLE)


async def start_clocks(uow: UnitOfWork, actor: Actor, event: TicketOpened) -> None:
    """A new ticket: both clocks begin to run."""
    ticket = await _ticket(uow, event)
    policy = await default_policy(uow)
    if policy is None:
        return
    steps = await steps_of(uow)
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
                "due_at": next_step(count, 0, steps),
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
        **{name: getattr(count, name) for name in FIELDS},
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
    for clock in await clocks_of(uow, ticket.id):
        first = clock.metric == Metric.FIRST_RESPONSE
        if base in DONE:
            await apply_rule(uow, actor, clock, "met", meet)
        elif base is Base.PENDING:
            await apply_rule(uow, actor, clock, "paused", pause)
        elif not (first and clock.met_at):
            await apply_rule(uow, actor, clock, "resumed", resume)


async def follow_message(uow: UnitOfWork, actor: Actor, event: MessagePosted) -> None:
    """The first public word by a person of the staff is the first response."""
    if event.by != "staff" or event.audience != "public":
        return
    for clock in await clocks_of(uow, await surviving_id(uow, event.ticket_id)):
        if clock.metric == Metric.FIRST_RESPONSE:
            await apply_rule(uow, actor, clock, "met", meet)


async def follow_priority(uow: UnitOfWork, actor: Actor, event: TicketEvent) -> None:
    """Another priority means other targets; what has run stays counted."""
    if "priority" not in event.changes:
        return
    ticket = await _ticket(uow, event)
    policy = await default_policy(uow)
    if policy is None:
        return
    for clock in await clocks_of(uow, ticket.id):
        minutes = policy.minutes[ticket.priority, Metric(clock.metric)]

        def to_target(count: Count, now: datetime, minutes: int = minutes) -> Count:
            return retarget(count, minutes, now)

        await apply_rule(uow, actor, clock, "retargeted", to_target)


async def clock_is_due(uow: UnitOfWork, clock_id: UUID) -> None:
    """The sweep found that a clock's next step may have come: act on it, once.

    Of several steps that were missed together only the last is acted on.
    """
    clock = await uow.session.get(Clock, clock_id, with_for_update=True)
    if clock is None or not await _is_alive(uow, clock.ticket_id):
        return
    before, steps = clock.warned or 0, await steps_of(uow)
    step = step_reached(count_of(clock), steps, uow.now)
    if step > before:
        clock.warned = step
        await _act_on(uow, clock, step)
    await _wait_for_next_step(uow, clock)


async def _act_on(uow: UnitOfWork, clock: Clock, step: int) -> None:
    desk, ticket_id = the_desk(uow.organisation_id), clock.ticket_id
    metric, minutes = clock.metric, clock.minutes
    await uow.session.flush()
    if step == HALF:
        await uow.record(ClockHalfway(ticket_id=ticket_id, metric=metric, minutes=minutes), desk)
    elif step < WHOLE:
        warned = ClockWarned(ticket_id=ticket_id, metric=metric, minutes=minutes, percent=step)
        await uow.record(warned, desk)
    elif clock.breached_at is None:
        await apply_rule(uow, desk, clock, "breached", breach)
    else:
        # It was recorded when the clock stood; it runs again, and now it matters.
        await warn_people(
            uow, desk, ClockBreached(ticket_id=ticket_id, metric=metric, minutes=minutes)
        )


async def _is_alive(uow: UnitOfWork, ticket_id: UUID) -> bool:
    ticket = await uow.session.get(Ticket, ticket_id)
    return ticket is not None and ticket.deleted_at is None and ticket.merged_into_id is None


async def _wait_for_next_step(uow: UnitOfWork, clock: Clock) -> None:
    following = next_step(count_of(clock), clock.warned or 0, await steps_of(uow))
    await put_off(uow, DUE_KIND, {clock.id: following})


async def follow_organisation(uow: UnitOfWork, actor: Actor, event: OrganisationChanged) -> None:
    """Other steps from now on: the sweep looks at all clocks that run."""
    if "warn_percent" in event.fields:
        await uow.session.execute(
            update(Due)
            .where(Due.organisation_id == uow.organisation_id, Due.kind == DUE_KIND)
            .values(due_at=uow.now)
        )


async def apply_rule(
    uow: UnitOfWork,
    actor: Actor,
    clock: Clock,
    act: str,
    rule: Callable[[Count, datetime], Count],
) -> None:
    """Let one rule change one clock, and keep that it did."""
    before = count_of(clock)
    after = rule(before, uow.now)
    if after == before:
        return
    for name in FIELDS:
        setattr(clock, name, getattr(after, name))
    clock.state, clock.due_at = after.state.value, after.due_at
    if act in {"retargeted", "rebuilt"}:
        # What was acted on under the old target may come again under a wider one.
        reached = step_reached(after, await steps_of(uow), uow.now)
        clock.warned = min(clock.warned or 0, reached)
    is_news = after.breached_at is not None and before.breached_at is None
    if is_news and after.running_since is not None:
        clock.warned = WHOLE
    await uow.session.flush()
    if act != "breached":
        await _wait_for_next_step(uow, clock)
        await uow.record(_changed(clock.ticket_id, clock.metric, act, after), actor)
    if is_news:
        await uow.record(
            ClockBreached(ticket_id=clock.ticket_id, metric=clock.metric, minutes=clock.minutes),
            actor,
        )


async def _ticket(uow: UnitOfWork, event: TicketEvent) -> Ticket:
    return await uow.session.get_one(Ticket, event.ticket_id)
