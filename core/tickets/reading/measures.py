"""How a ticket went, counted from its facts: by the clock on the wall, not business hours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core.access.actor import STAFF, Actor
from core.access.permissions import Permission
from core.conversation.audience import Audience
from core.database.unit_of_work import UnitOfWork
from core.events.models import EventRow
from core.people.models import Person
from core.tickets.configuration.catalogue import catalogue
from core.tickets.reading.queries import get_ticket


@dataclass(frozen=True)
class Fact:
    """What is needed of one event."""

    type: str
    at: datetime
    by_staff: bool
    data: dict[str, Any]


@dataclass(frozen=True)
class Measures:
    """Times are whole seconds. None: it has not happened, or does not hold any more.

    ``statuses`` is the time in each status up to now, ``touches`` what staff did and
    said, ``reassignments`` how often the ticket passed from one owner to another.
    """

    first_response: int | None
    resolution: int | None
    statuses: dict[str, int]
    touches: int
    reopenings: int
    reassignments: int


async def measure_ticket(uow: UnitOfWork, actor: Actor, number: int) -> Measures:
    """How the ticket went so far. For staff."""
    ticket = await get_ticket(uow, actor, number, Permission.HISTORY)
    await uow.finish()
    rows = await uow.session.execute(
        select(EventRow.type, EventRow.at, EventRow.data, EventRow.actor_id, Person.role)
        .outerjoin(Person, Person.id == EventRow.actor_id)
        .where(EventRow.ticket_id == ticket.id)
        .order_by(EventRow.at, EventRow.id)
    )
    facts = [
        Fact(type_, at, role in STAFF and actor_id != ticket.requester_id, data)
        for type_, at, data, actor_id, role in rows
    ]
    words = await catalogue(uow)
    spans = time_in_statuses(facts, ticket.status_id, ticket.created_at, uow.now)
    return Measures(
        first_response=_first_response(facts, ticket.created_at),
        resolution=_resolution(facts, ticket.created_at),
        statuses={words.statuses[status].name: seconds for status, seconds in spans.items()},
        touches=sum(fact.by_staff and _is_act(fact) for fact in facts),
        reopenings=sum(fact.type == "TicketReopened" for fact in facts),
        reassignments=sum(map(_passed_on, facts)),
    )


def _first_response(facts: Iterable[Fact], opened: datetime) -> int | None:
    """Until the first words of staff that the customer could read."""
    for fact in facts:
        if (
            fact.type == "MessagePosted"
            and fact.data["by"] == "staff"
            and fact.data["audience"] == Audience.PUBLIC.value
        ):
            return _seconds(opened, fact.at)
    return None


def _resolution(facts: Iterable[Fact], opened: datetime) -> int | None:
    """Until it was solved the last time, if it still is."""
    ended: datetime | None = None
    for fact in facts:
        if fact.type == "TicketReopened":
            ended = None
        elif fact.type in {"TicketResolved", "TicketClosed"}:
            ended = ended or fact.at
    return _seconds(opened, ended) if ended else None


def time_in_statuses(
    facts: Iterable[Fact], present: UUID, opened: datetime, now: datetime
) -> dict[UUID, int]:
    """Seconds in each status, in the order in which the ticket came to it."""
    changes = [(f.at, f.data["changes"]["status_id"]) for f in facts if _changes(f, "status_id")]
    spans: dict[UUID, int] = {}
    since = opened
    for at, (old, _) in changes:
        spans[UUID(old)] = spans.get(UUID(old), 0) + _seconds(since, at)
        since = at
    spans[present] = spans.get(present, 0) + _seconds(since, now)
    return spans


def _is_act(fact: Fact) -> bool:
    """Somebody did or said it; clocks and the like only follow from that."""
    return fact.type == "MessagePosted" or bool(fact.data.get("changes"))


def _passed_on(fact: Fact) -> bool:
    change = _changes(fact, "assignee_id")
    return bool(change and change[0] and change[1])


def _changes(fact: Fact, field: str) -> list[Any] | None:
    found: list[Any] | None = fact.data.get("changes", {}).get(field)
    return found


def _seconds(start: datetime, end: datetime) -> int:
    return round((end - start).total_seconds())
