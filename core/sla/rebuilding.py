"""Clocks after a merge, and after its undo: counted anew from the events of both sides."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core.access.actor import Actor
from core.database.unit_of_work import UnitOfWork
from core.events.models import EventRow
from core.sla.clock_rows import clocks_of
from core.sla.clocks import apply_rule
from core.sla.events import ClockChanged
from core.sla.replaying import Fact, replay
from core.sla.rules import Count, Metric, breach, pause
from core.tickets.catalogue import Catalogue, catalogue
from core.tickets.events import (
    MessagePosted,
    TicketJoined,
    TicketMerged,
    TicketOpened,
    TicketParted,
    TicketUnmerged,
)
from core.tickets.group import Member, joined_since, members_of_group
from core.tickets.models import Ticket

_TARGETS = ("started", "retargeted")


async def stop_clocks(uow: UnitOfWork, actor: Actor, event: TicketMerged) -> None:
    """A merged ticket is owed nothing by itself: the surviving one's clocks count for it."""
    for clock in await clocks_of(uow, event.ticket_id):
        await apply_rule(uow, actor, clock, "merged", pause)


async def rebuild_clocks(
    uow: UnitOfWork, actor: Actor, event: TicketJoined | TicketParted | TicketUnmerged
) -> None:
    """Count both clocks of a ticket anew, from what happened to it and to those in it."""
    ticket = await uow.session.get_one(Ticket, event.ticket_id)
    await uow.flush()
    if ticket.merged_into_id is not None:
        return
    members = await members_of_group(uow, ticket)
    rows = list(
        await uow.session.scalars(
            select(EventRow)
            .where(EventRow.ticket_id.in_([member.id for member in members]))
            .order_by(EventRow.at, EventRow.id)
        )
    )
    words = await catalogue(uow)
    for clock in await clocks_of(uow, ticket.id):
        facts = list(_facts(rows, members, words, clock.metric))
        first = next((f.minutes for f in facts if f.minutes is not None), clock.minutes)
        counted = replay(Metric(clock.metric), ticket.id, first, facts)
        if counted is None:
            continue

        def anew(before: Count, now: datetime, counted: Count = counted) -> Count:
            return breach(counted, now)

        await apply_rule(uow, actor, clock, "rebuilt", anew)


def _facts(
    rows: list[EventRow], members: list[Member], words: Catalogue, metric: str
) -> Iterator[Fact]:
    """What matters to one metric, from the rows of all members."""
    survivor = members[0]
    known = {member.id: member for member in members}
    for member in members:
        if member.merged_at is not None:
            yield Fact(member.merged_at, member.id, gone=True)
    for row in rows:
        home = known[row.ticket_id] if row.ticket_id else survivor
        yield from _fact(row, home, survivor, members, words, metric)


def _fact(
    row: EventRow,
    home: Member,
    survivor: Member,
    members: list[Member],
    words: Catalogue,
    metric: str,
) -> Iterator[Fact]:
    data: dict[str, Any] = row.data
    status = (data.get("changes") or {}).get("status_id")
    if row.type == TicketOpened.type:
        yield Fact(row.at, home.id, opened_by=home.requester_id)
    elif row.type == MessagePosted.type:
        if data["by"] == "staff" and data["audience"] == "public":
            yield Fact(row.at, home.id, reached=_reached(home, row.at, members))
    elif row.type == ClockChanged.type:
        targets = data["metric"] == metric and data["act"] in _TARGETS
        if targets and home.id == survivor.id:
            yield Fact(row.at, home.id, minutes=data["minutes"])
    elif status is not None and UUID(status[1]) in words.statuses:
        yield Fact(row.at, home.id, base=words.base(UUID(status[1])))


def _reached(home: Member, at: datetime, members: list[Member]) -> frozenset[UUID]:
    """The customers to whom staff's public words on a ticket were carried then."""
    reached = set()
    for member in members:
        since = joined_since(home.id, member.id, members)
        if member.requester_id == home.requester_id or (since is not None and at > since):
            reached.add(member.requester_id)
    return frozenset(reached)
