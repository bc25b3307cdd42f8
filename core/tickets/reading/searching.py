"""Finding tickets by words, by meaning, by numbers and filters."""

import re
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Float,
    FromClause,
    Integer,
    Uuid,
    column,
    func,
    literal,
    select,
)

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.database.search import SearchDocument, words_query
from core.database.unit_of_work import UnitOfWork
from core.database.vectors import Vector
from core.errors import Invalid
from core.tickets.configuration.catalogue import catalogue
from core.tickets.models import Ticket
from core.tickets.reading.listing import Filter, Page, conditions_of
from core.tickets.reading.nearness import near_tickets
from core.tickets.reading.queries import own_tickets, visible_to
from core.tickets.reading.views import TicketView, select_views, to_view, with_survivors
from core.tickets.relations.merged import find_shown

CANDIDATES, CANDIDATES_TO_FILTER = 2_000, 20_000
"""How many tickets with the words are looked at; more where a filter will drop most."""

NEAR_ENOUGH = 0.4
"""How near a ticket must be to be found without the words."""
NEAREST, NEAREST_TO_FILTER = 100, 2_000
"""How many of the nearest are looked at."""
FEWEST = 2
"""Words that can be said in other words."""
LATER = 60
"""How little it matters to be first rather than second (reciprocal rank fusion)."""
BY_MEANING = 0.9
"""What a place by meaning counts, where the same place by words counts 1."""

_OPERATOR = re.compile(r"\"|(?:^|\s)-\w|\bor\b", re.IGNORECASE)
_FILTER = re.compile(
    r"\b(status|priority|assignee|requester|team|category|tag|field)"
    r":(\"[^\"]+\"|[a-z0-9_]+=\"[^\"]*\"|\S+)"
)
_MANY = frozenset({"status", "priority", "tag", "field"})
_NUMBER = re.compile(r"(?:[A-Za-z]{2,8}-|#)?(\d{1,18})\Z")


def parse_search(said: str) -> tuple[str, Filter]:
    """``printer status:open priority:high`` as words and a filter."""
    wanted = Filter()
    for name, value in _FILTER.findall(said):
        value = value.strip('"')
        before = getattr(wanted, name)
        change: dict[str, Any] = {name: (*before, value) if name in _MANY else value}
        wanted = replace(wanted, **change)
    return _FILTER.sub("", said).strip(), wanted


def meant_by(said: str) -> str:
    """The words of a search that together mean something; none if it is a single one, or
    says by quotation marks, ``or`` and ``-`` that just these words are wanted."""
    words, _ = parse_search(said)
    return "" if _OPERATOR.search(words) or len(words.split()) < FEWEST else words


async def search_tickets(
    uow: UnitOfWork,
    actor: Actor,
    said: str,
    *,
    wanted: Filter | None = None,
    limit: int = 50,
    vector: Vector | None = None,
) -> Page:
    """The tickets that the actor may see and that fit, best first, an exact number on top.

    Customers search what was said publicly on their own, staff notes too. With filters
    and no words it is a list, newest first. With the ``vector`` of what is :func:`meant_by`
    the search, tickets are found too that say it in other words.
    """
    require(actor, Permission.SEARCH)
    words, inline = parse_search(said)
    wanted = inline if wanted is None else _both(wanted, inline)
    if not words and wanted == Filter():
        raise Invalid(field="query", problem="say what to look for")
    known = await catalogue(uow)
    conditions = [visible_to(actor), *await conditions_of(uow, actor, known, wanted)]
    query = select_views().where(*conditions).limit(limit)
    if words:
        sought = words_query(words, list(dict.fromkeys([uow.language, "simple"])))
        hits: FromClause = (
            _among_all(sought, wanted) if actor.is_staff else _among_own(actor, sought)
        )
        if vector is not None:
            hits = _fused(hits, _nearest(uow, actor, vector, wanted))
        query = query.join(hits, hits.c.id == Ticket.id).order_by(
            hits.c.rank.desc(), Ticket.created_at.desc()
        )
    else:
        query = query.order_by(Ticket.created_at.desc())
    rows = (await uow.session.execute(query)).all()
    found = await with_survivors(uow, [to_view(uow, known, row) for row in rows])
    found = (await _exact_first(uow, actor, words, conditions, found))[:limit]
    return Page(found, None, len(found), wanted)


def _among_all(sought: ColumnElement[Any], wanted: Filter) -> CTE:
    most = CANDIDATES if wanted == Filter() else CANDIDATES_TO_FILTER
    candidates = func.search_documents_for("ticket", sought, True, literal(most, Integer))
    found = select(column("id", Uuid()), column("rank", Float())).select_from(candidates)
    return found.cte("hits").prefix_with("MATERIALIZED")


def _among_own(actor: Actor, sought: ColumnElement[Any]) -> CTE:
    # A customer has few tickets: all of them are looked at, whatever the others wrote.
    # With candidates from all tickets theirs might not be among them.
    rank = func.ts_rank(SearchDocument.public, sought, 1).label("rank")
    found = (
        select(SearchDocument.id, rank)
        .join(Ticket, Ticket.id == SearchDocument.id)
        .where(SearchDocument.kind == "ticket", visible_to(actor))
        .where(SearchDocument.public.op("@@")(sought))
    )
    return found.cte("hits").prefix_with("MATERIALIZED")


def _nearest(uow: UnitOfWork, actor: Actor, vector: Vector, wanted: Filter) -> CTE:
    most = NEAREST if wanted == Filter() else NEAREST_TO_FILTER
    found = near_tickets(
        uow.organisation_id, vector, own_tickets(actor), least=NEAR_ENOUGH, most=most
    )
    return found.cte("near").prefix_with("MATERIALIZED")


def _fused(hits: FromClause, near: CTE) -> FromClause:
    """What is found by words and by meaning, ranked by its places in both."""
    by_words = select(hits.c.id, _place(hits.c.rank)).subquery()
    by_meaning = select(near.c.id, _place(near.c.near)).subquery()
    rank = func.coalesce(1.0 / (LATER + by_words.c.place), 0.0) + func.coalesce(
        BY_MEANING / (LATER + by_meaning.c.place), 0.0
    )
    id_ = func.coalesce(by_words.c.id, by_meaning.c.id, type_=Uuid())
    return (
        select(id_.label("id"), rank.label("rank"))
        .join_from(by_words, by_meaning, by_words.c.id == by_meaning.c.id, full=True)
        .subquery("fused")
    )


def _place(rank: ColumnElement[Any]) -> ColumnElement[int]:
    return func.rank().over(order_by=rank.desc()).label("place")


def _both(wanted: Filter, inline: Filter) -> Filter:
    """A filter narrowed further by what was typed among the words."""
    typed = {f.name: getattr(inline, f.name) for f in fields(Filter)}
    return replace(wanted, **{n: v for n, v in typed.items() if v != getattr(Filter(), n)})


async def _exact_first(
    uow: UnitOfWork,
    actor: Actor,
    words: str,
    conditions: list[ColumnElement[bool]],
    found: list[TicketView],
) -> list[TicketView]:
    number = _NUMBER.match(words)
    if number is None:
        return found
    query = select_views().where(*conditions, Ticket.number == int(number[1]))
    row = (await uow.session.execute(query)).one_or_none()
    if row is None and (shown := await find_shown(uow, actor, int(number[1]))):
        # The number of a merged ticket finds the one in which it goes on.
        query = select_views().where(*conditions, Ticket.id == shown.ticket_id)
        row = (await uow.session.execute(query)).one_or_none()
    if row is None:
        return found
    exact = to_view(uow, await catalogue(uow), row)
    return [exact, *(view for view in found if view.id != exact.id)]
