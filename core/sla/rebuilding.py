"""Clocks after tickets were put together, taken apart or given to another customer: counted
anew from the events of all that are concerned."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from core.access.actor import Actor
from core.conversation.models import Message
from core.database.unit_of_work import UnitOfWork
from core.events.models import EventRow
from core.sla.clock_rows import clocks_of
from core.sla.clocks import apply_rule
from core.sla.events import ClockChanged
from core.sla.replaying import Fact, replay
from core.sla.rules import Count, Metric, breach, pause
from core.tickets.configuration.catalogue import Catalogue, catalogue
from core.tickets.events import (
    MessagePosted,
    TicketJoined,
    TicketMerged,
    TicketOpened,
    TicketParted,
    TicketUnmerged,
)
from core.tickets.models import Ticket
from core.tickets.relations.group import Member, joined_since, members_of_group
from core.tickets.relations.relation_events import TicketMoved, TicketSplit, TicketSplitOff

_TARGETS = ("started", "retargeted")


async def stop_clocks(uow: UnitOfWork, actor: Actor, event: TicketMerged) -> None:
    """A merged ticket is owed nothing by itself: the surviving one's clocks count for it."""
    for clock in await clocks_of(uow, event.ticket_id):
        await apply_rule(uow, actor, clock, "merged", pause)


async def rebuild_clocks(
    uow: UnitOfWork,
    actor: Actor,
    event: TicketJoined
    | TicketParted
    | TicketUnmerged
    | TicketSplit
    | TicketSplitOff
    | TicketMoved,
) -> None:
    """Count both clocks of a ticket anew, from what happened to it and to those in it."""
    ticket = await uow.session.get_one(Ticket, event.ticket_id)
    await uow.flush()
    if ticket.merged_into_id is not None:
        return
    members = await members_of_group(uow, ticket)
    await uow.finish()
    standing = await _standing(uow, members)
    rows = await _rows(uow, members, standing)
    words = await catalogue(uow)
    for clock in await clocks_of(uow, ticket.id):
        facts = list(_facts(rows, members, standing, words, clock.metric))
        first = next((f.minutes for f in facts if f.minutes is not None), clock.minutes)
        counted = replay(Metric(clock.metric), ticket.id, first, facts)
        if counted is None:
            continue

        def anew(before: Count, now: datetime, counted: Count = counted) -> Count:
            return breach(counted, now)

        await apply_rule(uow, actor, clock, "rebuilt", anew)


async def _standing(uow: UnitOfWork, members: list[Member]) -> dict[UUID, Message]:
    """The messages that were split off from these tickets or into them."""
    ids = [member.id for member in members]
    split = Message.split_into_id.is_not(None) & Message.ticket_id.in_(ids)
    query = select(Message).where(or_(split, Message.split_into_id.in_(ids)))
    query = query.execution_options(populate_existing=True)
    return {message.id: message for message in await uow.session.scalars(query)}


async def _rows(
    uow: UnitOfWork, members: list[Member], standing: dict[UUID, Message]
) -> list[EventRow]:
    """What happened to these tickets, and the saying of what stands on them now."""
    ids = {member.id for member in members}
    homes = {message.ticket_id for message in standing.values()} - ids
    said = (EventRow.type == MessagePosted.type) & EventRow.ticket_id.in_(homes)
    concerned = EventRow.ticket_id.in_(ids)
    query = select(EventRow).where(or_(concerned, said) if homes else concerned)
    found = await uow.session.scalars(query.order_by(EventRow.at, EventRow.id))
    return [row for row in found if _home_of(row, standing) in ids]


def _home_of(row: EventRow, standing: dict[UUID, Message]) -> UUID | None:
    """The ticket that a fact is about: of a message, the one on which it stands."""
    if row.type != MessagePosted.type:
        return row.ticket_id
    message = standing.get(UUID(row.data["message_id"]))
    return message.home_id if message else row.ticket_id


def _facts(
    rows: list[EventRow],
    members: list[Member],
    standing: dict[UUID, Message],
    words: Catalogue,
    metric: str,
) -> Iterator[Fact]:
    """What matters to one metric, from the rows of all members."""
    survivor = members[0]
    known = {member.id: member for member in members}
    for member in members:
        if member.merged_at is not None:
            yield Fact(member.merged_at, member.id, gone=True)
    begun = {message.home_id: message.created_at for message in _latest_first(standing)}
    for member in members:
        if member.id in begun:
            # A ticket that was split off began when the first of its words was said.
            at = begun[member.id]
            yield Fact(at, member.id, opened_by=member.customer_at(at))
    for row in rows:
        home = known.get(_home_of(row, standing) or survivor.id, survivor)
        if row.type == TicketOpened.type and home.id in begun:
            continue
        yield from _fact(row, home, survivor, members, words, metric)


def _latest_first(standing: dict[UUID, Message]) -> list[Message]:
    return sorted(standing.values(), key=lambda message: message.created_at, reverse=True)


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
        yield Fact(row.at, home.id, opened_by=home.customer_at(row.at))
    elif row.type == TicketMoved.type:
        yield Fact(row.at, home.id, opened_by=UUID(data["changes"]["requester_id"][1]))
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
        reader = member.customer_at(at)
        if reader == home.customer_at(at) or (since is not None and at > since):
            reached.add(reader)
    return frozenset(reached)
