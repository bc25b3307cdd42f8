"""Lists of tickets: views, filters, sort orders and pages by key."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select, tuple_

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid
from core.people.models import Person
from core.people.people import find_person
from core.tickets.configuration.catalogue import Catalogue, catalogue
from core.tickets.configuration.field_filter import filled_in
from core.tickets.models import Tag, Ticket, TicketTag
from core.tickets.reading.clock_filter import breaching, overdue, waiting_on_us
from core.tickets.reading.queries import visible_to
from core.tickets.reading.recent import list_recent
from core.tickets.reading.sorting import NEWEST, in_order, read_cursor, to_cursor, to_sort
from core.tickets.reading.views import TicketView, select_views, to_view, with_survivors
from core.tickets.relations.group import unmerged
from core.tickets.rules import DONE, parse_priority

VIEWS = (
    *("mine", "unassigned", "open", "waiting", "breaching", "overdue"),
    *("snoozed", "escalated", "recent", "all"),
)
_KEY = "sorted_by"
STAFF_VIEWS = frozenset({"waiting", "breaching", "overdue", "snoozed", "escalated", "recent"})
"""Views of what staff keep to themselves."""


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to. Text values are what a person typed.

    ``field`` holds custom fields with their values (``device=ABC``); ``these`` are the
    only tickets looked at, by number.
    """

    view: str = "all"
    status: tuple[str, ...] = ()
    priority: tuple[str, ...] = ()
    assignee: str | None = None
    requester: str | None = None
    team: str | None = None
    category: str | None = None
    tag: tuple[str, ...] = ()
    field: tuple[str, ...] = ()
    these: tuple[int, ...] | None = None
    sla: str | None = None
    created_after: datetime | None = None
    created_before: datetime | None = None
    updated_after: datetime | None = None
    resolved_after: datetime | None = None
    resolved_before: datetime | None = None
    done: bool | None = None


@dataclass(frozen=True)
class Page:
    """Some tickets, and where to go on; ``total`` only where it was asked for."""

    tickets: list[TicketView]
    next: str | None
    total: int | None = None
    filter: Filter = field(default_factory=Filter)


async def list_tickets(
    uow: UnitOfWork,
    actor: Actor,
    wanted: Filter,
    *,
    sort: str = NEWEST,
    cursor: str | None = None,
    limit: int = 50,
    count: bool = False,
) -> Page:
    """The tickets that the actor may see and the filter lets through, a page of them.

    Pages go by key: tickets that come to be while somebody turns pages cause neither
    doubles nor gaps. Raises :class:`Invalid` naming a wrong field.
    """
    require(actor, Permission.READ)
    words = await catalogue(uow)
    conditions = [visible_to(actor), *await conditions_of(uow, actor, words, wanted)]
    if wanted.view == "recent":
        return Page(await list_recent(uow, actor, conditions, limit=limit), None, None, wanted)
    key, descending = to_sort(sort)
    query = select_views().add_columns(key.label(_KEY)).where(*conditions)
    query = query.order_by(*in_order(sort)).limit(limit + 1)
    if cursor:
        at = tuple_(*read_cursor(cursor, sort))
        here = tuple_(key, Ticket.id)
        query = query.where(here < at if descending else here > at)
    rows = (await uow.session.execute(query)).all()
    views = await with_survivors(uow, [to_view(uow, words, row) for row in rows[:limit]])
    more = len(rows) > limit
    total = None
    if count:
        total = await uow.session.scalar(
            select(func.count()).select_from(Ticket).where(*conditions)
        )
    after = to_cursor(rows[limit - 1]._mapping[_KEY], views[-1].id, sort) if more else None
    return Page(views, after, total, wanted)


async def conditions_of(
    uow: UnitOfWork, actor: Actor, words: Catalogue, wanted: Filter
) -> list[ColumnElement[bool]]:
    """The filter in SQL."""
    _check_filter(actor, wanted)
    found = _by_view(actor, words, wanted, uow.now)
    if wanted.status:
        ids = [words.status_named(name).id for name in wanted.status]
        found.append(Ticket.status_id.in_(ids))
    if wanted.priority:
        found.append(Ticket.priority.in_([parse_priority(p) for p in wanted.priority]))
    if wanted.team:
        found.append(Ticket.team_id == words.team_named(wanted.team).id)
    if wanted.category:
        filed = func.coalesce(Ticket.subcategory_id, Ticket.category_id)
        found.append(filed.in_(words.below(words.category_named(wanted.category))))
    if wanted.sla:
        found.append(_by_sla(actor, wanted.sla, uow.now))
    found += [_tagged(tag) for tag in wanted.tag]
    found += [await filled_in(uow, actor, words, said) for said in wanted.field]
    if wanted.these is not None:
        found.append(Ticket.number.in_(wanted.these))
    found += await _by_people(uow, actor, wanted)
    return found + _by_time(wanted)


def _check_filter(actor: Actor, wanted: Filter) -> None:
    """Customers do not ask by what only staff see, not even whether there is such a thing."""
    for name in ("team", "tag", "assignee"):
        if getattr(wanted, name) and not actor.is_staff:
            raise Invalid(field=name, problem="only staff can ask for that")


def _by_sla(actor: Actor, said: str, now: datetime) -> ColumnElement[bool]:
    states = {"overdue": overdue(), "breaching": breaching(now), "intime": ~breaching(now)}
    if said not in states or not actor.is_staff:
        raise Invalid(field="sla", problem=f"{said!r} is not one of {', '.join(states)}")
    return states[said]


def _by_time(wanted: Filter) -> list[ColumnElement[bool]]:
    since = (
        (Ticket.created_at, wanted.created_after),
        (Ticket.updated_at, wanted.updated_after),
        (Ticket.resolved_at, wanted.resolved_after),
    )
    before = (
        (Ticket.created_at, wanted.created_before),
        (Ticket.resolved_at, wanted.resolved_before),
    )
    found = [column >= moment for column, moment in since if moment is not None]
    return found + [column < moment for column, moment in before if moment is not None]


def _by_view(
    actor: Actor, words: Catalogue, wanted: Filter, now: datetime
) -> list[ColumnElement[bool]]:
    if wanted.view not in VIEWS or (wanted.view in STAFF_VIEWS and not actor.is_staff):
        raise Invalid(field="view", problem=f"{wanted.view!r} is not one of {', '.join(VIEWS)}")
    ended = [s.id for s in words.statuses.values() if s.base in DONE]
    found = [unmerged(actor)]
    done = (
        wanted.done
        if wanted.done is not None
        else (None if wanted.view in {"all", "recent"} else False)
    )
    if done is not None:
        found.append(Ticket.status_id.in_(ended) if done else Ticket.status_id.not_in(ended))
    if wanted.view == "mine":
        mine = Ticket.assignee_id if actor.is_staff else Ticket.requester_id
        found.append(mine == actor.person_id)
    elif wanted.view == "unassigned":
        found.append(Ticket.assignee_id.is_(None))
    elif wanted.view == "escalated":
        found.append(Ticket.escalated_at.is_not(None))
    elif wanted.view == "waiting":
        found.append(waiting_on_us(words))
    elif wanted.view in {"breaching", "overdue"}:
        found.append(breaching(now) if wanted.view == "breaching" else overdue())
    if wanted.view == "snoozed":
        found.append(Ticket.snoozed_until.is_not(None))
    elif wanted.view in {"mine", "unassigned"} and actor.is_staff:
        found.append(Ticket.snoozed_until.is_(None))
    return found


def _tagged(tag: str) -> ColumnElement[bool]:
    return exists(
        select(TicketTag.ticket_id)
        .join(Tag, Tag.id == TicketTag.tag_id)
        .where(TicketTag.ticket_id == Ticket.id, Tag.name == tag.strip().lstrip("#").casefold())
    )


async def _by_people(uow: UnitOfWork, actor: Actor, wanted: Filter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for said, column, field_name in (
        (wanted.assignee, Ticket.assignee_id, "assignee"),
        (wanted.requester, Ticket.requester_id, "requester"),
    ):
        if said is None:
            continue
        if field_name == "assignee" and said in {"none", "nobody"}:
            found.append(column.is_(None))
            continue
        known = _to_id(said)
        found.append(column == (known or (await _person(uow, actor, said, field_name)).id))
    return found


def _to_id(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


async def _person(uow: UnitOfWork, actor: Actor, said: str, field_name: str) -> Person:
    try:
        return await find_person(uow, actor, said)
    except Invalid as error:
        raise Invalid(field=field_name, problem=error.details["problem"]) from error
