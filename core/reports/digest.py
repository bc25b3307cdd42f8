"""The numbers of a digest: pure reading, for a person who asks and for a schedule alike.

Every number is counted with the very filter that opens its list, so the two are equal.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from core.access.actor import Actor, Role
from core.access.permissions import Permission, may, require
from core.database.unit_of_work import UnitOfWork
from core.errors import Denied, Invalid
from core.people.models import Person
from core.reports.waiting import unanswered_since
from core.surveys.models import Survey
from core.tickets.configuration.catalogue import Catalogue, TeamWord, catalogue
from core.tickets.models import Clock, Ticket
from core.tickets.reading.listing import Filter, conditions_of
from core.tickets.reading.queries import visible_to
from core.tickets.reading.views import Named, TicketView, select_views, to_view

A_DAY = timedelta(days=1)
MOST_PEOPLE = 20


@dataclass(frozen=True)
class Figure:
    """A number of tickets, and the filter that lists exactly those."""

    count: int
    filter: Filter


@dataclass(frozen=True)
class Ratings:
    """What customers answered in the time; no average without answers."""

    count: int
    average: float | None


@dataclass(frozen=True)
class Load:
    """How many open tickets somebody has; nobody's come under None."""

    person: Named | None
    count: int
    filter: Filter


@dataclass(frozen=True)
class Digest:
    """How the desk, or one team, stands at ``until``, and what happened since ``since``.

    ``..._before`` are the same numbers of the time before, of equal length. ``ratings``
    is None for those who may not read them. ``longest_waiting`` has had no answer
    since ``waiting_since``.
    """

    team: Named | None
    since: datetime
    until: datetime
    opened: Figure
    opened_before: Figure
    solved: Figure
    solved_before: Figure
    backlog: Figure
    waiting: Figure
    breaching: Figure
    overdue: Figure
    longest_waiting: TicketView | None
    waiting_since: datetime | None
    most_urgent: TicketView | None
    ratings: Ratings | None
    workload: tuple[Load, ...]


async def build_digest(
    uow: UnitOfWork,
    actor: Actor,
    *,
    team: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Digest:
    """The numbers of the last day (or of the time from ``since`` to ``until``).

    Agents read those of their own teams. Raises :class:`Invalid` or :class:`Denied`.
    """
    require(actor, Permission.READ_REPORTS)
    words = await catalogue(uow)
    its = _team(actor, words, team)
    until = until or uow.now
    since = since or until - A_DAY
    if since >= until:
        raise Invalid(field="since", problem="it must lie before until")
    figures = await _figures(uow, actor, words, _filters(its, since, until))
    longest = await _first(uow, actor, words, figures["waiting"], unanswered_since())
    return Digest(
        team=Named(its.id, its.name) if its else None,
        since=since,
        until=until,
        **figures,
        longest_waiting=longest,
        waiting_since=await _waiting_since(uow, longest),
        most_urgent=await _first(uow, actor, words, figures["breaching"], _next_due()),
        ratings=await _ratings(uow, actor, its, since, until),
        workload=await _workload(uow, actor, words, figures["backlog"]),
    )


def _team(actor: Actor, words: Catalogue, said: str | None) -> TeamWord | None:
    """Whose numbers are meant, and may be read."""
    team = words.team_named(said) if said else None
    if actor.role is not Role.AGENT:
        return team
    own = [t for t in words.teams.values() if t.id in actor.team_ids]
    if team is None and len(own) == 1:
        return own[0]
    if team is None and own:
        names = ", ".join(sorted(t.name for t in own))
        raise Invalid(field="team", problem=f"say for which of your teams: {names}")
    if team is None or team not in own:
        raise Denied(act="read the digest of a team that you are not in")
    return team


def _filters(team: TeamWord | None, since: datetime, until: datetime) -> dict[str, Filter]:
    base, before = Filter(team=team.name if team else None), since - (until - since)
    return {
        "opened": replace(base, created_after=since, created_before=until),
        "opened_before": replace(base, created_after=before, created_before=since),
        "solved": replace(base, resolved_after=since, resolved_before=until),
        "solved_before": replace(base, resolved_after=before, resolved_before=since),
        "backlog": replace(base, view="open"),
        "waiting": replace(base, view="waiting"),
        "breaching": replace(base, view="breaching"),
        "overdue": replace(base, view="overdue"),
    }


async def _figures(
    uow: UnitOfWork, actor: Actor, words: Catalogue, filters: dict[str, Filter]
) -> dict[str, Any]:
    """All counts in one statement."""
    counts = [
        func.count().filter(and_(*await conditions_of(uow, actor, words, wanted))).label(name)
        for name, wanted in filters.items()
    ]
    row = (await uow.session.execute(select(*counts).where(visible_to(actor)))).one()
    return {name: Figure(row._mapping[name], wanted) for name, wanted in filters.items()}


async def _first(
    uow: UnitOfWork, actor: Actor, words: Catalogue, among: Figure, order: Any
) -> TicketView | None:
    """The one of these tickets that comes first."""
    if not among.count:
        return None
    conditions = await conditions_of(uow, actor, words, among.filter)
    query = select_views().where(visible_to(actor), *conditions).order_by(order, Ticket.id)
    return to_view(uow, words, (await uow.session.execute(query.limit(1))).one())


async def _waiting_since(uow: UnitOfWork, ticket: TicketView | None) -> datetime | None:
    if ticket is None:
        return None
    query = select(unanswered_since()).select_from(Ticket).where(Ticket.id == ticket.id)
    found: datetime | None = await uow.session.scalar(query)
    return found


def _next_due() -> ColumnElement[Any]:
    """When the ticket's next target ends, or ended."""
    return (
        select(func.min(func.coalesce(Clock.due_at, Clock.breached_at)))
        .where(Clock.ticket_id == Ticket.id, Clock.met_at.is_(None))
        .correlate(Ticket)
        .scalar_subquery()
    )


async def _ratings(
    uow: UnitOfWork, actor: Actor, team: TeamWord | None, since: datetime, until: datetime
) -> Ratings | None:
    if not may(actor, Permission.READ_RATINGS):
        return None
    # What the list of answers shows: those of deleted tickets are not among them.
    query = (
        select(func.count(), func.avg(Survey.score))
        .join(Ticket, Ticket.id == Survey.ticket_id)
        .where(visible_to(actor), Survey.answered_at >= since, Survey.answered_at < until)
    )
    if team is not None:
        query = query.where(Survey.team_id == team.id)
    count, average = (await uow.session.execute(query)).one()
    return Ratings(count, round(float(average), 2) if count else None)


async def _workload(
    uow: UnitOfWork, actor: Actor, words: Catalogue, backlog: Figure
) -> tuple[Load, ...]:
    """Who has how many open tickets, the most first; nobody's at the end."""
    conditions = await conditions_of(uow, actor, words, backlog.filter)
    rows = await uow.session.execute(
        select(Ticket.assignee_id, Person.name, func.count())
        .select_from(Ticket)
        .outerjoin(Person, Person.id == Ticket.assignee_id)
        .where(visible_to(actor), *conditions)
        .group_by(Ticket.assignee_id, Person.name)
        .order_by(Ticket.assignee_id.is_(None), func.count().desc(), Person.name)
    )
    found = [
        Load(
            Named(person_id, name) if person_id else None,
            count,
            replace(backlog.filter, assignee=str(person_id) if person_id else "none"),
        )
        for person_id, name, count in rows
    ]
    owned, nobodys = [x for x in found if x.person], [x for x in found if not x.person]
    return (*owned[:MOST_PEOPLE], *nobodys)
