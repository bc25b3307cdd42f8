"""Finding tickets by words, numbers and filters."""

import re
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import CTE, ColumnElement, Float, Integer, Uuid, column, func, literal, select

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.database.search import SearchDocument, words_query
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid
from core.tickets.catalogue import catalogue
from core.tickets.listing import Filter, Page, conditions_of
from core.tickets.models import Ticket
from core.tickets.queries import visible_to
from core.tickets.views import TicketView, select_views, to_view

CANDIDATES, CANDIDATES_TO_FILTER = 2_000, 20_000
"""How many tickets with the words are looked at; more where a filter will drop most."""

_FILTER = re.compile(r"\b(status|priority|assignee|requester|team|category|tag):(\"[^\"]+\"|\S+)")
_NUMBER = re.compile(r"(?:[A-Za-z]{2,8}-|#)?(\d{1,18})\Z")


def parse_search(said: str) -> tuple[str, Filter]:
    """``printer status:open priority:high`` as words and a filter."""
    wanted = Filter()
    for name, value in _FILTER.findall(said):
        value = value.strip('"')
        many = name in {"status", "priority", "tag"}
        before = getattr(wanted, name)
        change: dict[str, Any] = {name: (*before, value) if many else value}
        wanted = replace(wanted, **change)
    return _FILTER.sub("", said).strip(), wanted


async def search_tickets(
    uow: UnitOfWork, actor: Actor, said: str, *, wanted: Filter | None = None, limit: int = 50
) -> Page:
    """The tickets that the actor may see and that fit, best first, an exact number on top.

    Customers search what was said publicly on their own, staff notes too. With filters
    and no words it is a list, newest first.
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
        hits = _among_all(sought, wanted) if actor.is_staff else _among_own(actor, sought)
        query = query.join(hits, hits.c.id == Ticket.id).order_by(
            hits.c.rank.desc(), Ticket.created_at.desc()
        )
    else:
        query = query.order_by(Ticket.created_at.desc())
    rows = (await uow.session.execute(query)).all()
    found = [to_view(uow, known, row) for row in rows]
    found = (await _exact_first(uow, words, conditions, found))[:limit]
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


def _both(wanted: Filter, inline: Filter) -> Filter:
    """A filter narrowed further by what was typed among the words."""
    typed = {f.name: getattr(inline, f.name) for f in fields(Filter)}
    return replace(wanted, **{n: v for n, v in typed.items() if v != getattr(Filter(), n)})


async def _exact_first(
    uow: UnitOfWork, words: str, conditions: list[ColumnElement[bool]], found: list[TicketView]
) -> list[TicketView]:
    number = _NUMBER.match(words)
    if number is None:
        return found
    query = select_views().where(*conditions, Ticket.number == int(number[1]))
    row = (await uow.session.execute(query)).one_or_none()
    if row is None:
        return found
    exact = to_view(uow, await catalogue(uow), row)
    return [exact, *(view for view in found if view.id != exact.id)]
