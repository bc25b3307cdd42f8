"""The orders of ticket lists, and where a page by key goes on.

Each order is one value of a ticket that the database compares and that a cursor can hold.
What has no due time comes last; what has no team, owner or category counts as an empty word.
"""

import base64
import binascii
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, case, func, literal, select

from core.errors import Invalid
from core.people.models import Person, Team
from core.tickets.models import Category, Clock, Status, Ticket
from core.tickets.rules import PRIORITIES

NEWEST = "-created_at"
"""The order of a list for which none was asked."""
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def _name_of(table: Any, key: Any) -> ColumnElement[str]:
    found = select(func.lower(table.name)).where(table.id == key).correlate(Ticket)
    return func.coalesce(found.scalar_subquery(), "")


_due = func.coalesce(
    select(func.min(Clock.due_at))
    .where(Clock.ticket_id == Ticket.id, Clock.met_at.is_(None))
    .correlate(Ticket)
    .scalar_subquery(),
    literal(NEVER, DateTime(timezone=True)),
)
_status = select(Status.position).where(Status.id == Ticket.status_id).correlate(Ticket)
_filed = func.coalesce(Ticket.subcategory_id, Ticket.category_id)

SORTS: dict[str, Any] = {
    "created_at": Ticket.created_at,
    "updated_at": Ticket.updated_at,
    "number": Ticket.number,
    "due": _due,
    "priority": case(
        {name: place for place, name in enumerate(PRIORITIES)},
        value=Ticket.priority,
        else_=len(PRIORITIES),
    ),
    "status": _status.scalar_subquery(),
    "team": _name_of(Team, Ticket.team_id),
    "assignee": _name_of(Person, Ticket.assignee_id),
    "category": _name_of(Category, _filed),
}
_MOMENTS = frozenset({"created_at", "updated_at", "due"})
_WORDS = frozenset({"team", "assignee", "category"})


def to_sort(said: str) -> tuple[Any, bool]:
    """What an order compares, and whether the largest comes first. Raises :class:`Invalid`."""
    name = said.removeprefix("-")
    if name not in SORTS:
        raise Invalid(field="sort", problem=f"{name!r} is not one of {', '.join(sorted(SORTS))}")
    return SORTS[name], said.startswith("-")


def in_order(sort: str) -> list[ColumnElement[Any]]:
    """The order of a whole list: what compares equal goes by age. Raises :class:`Invalid`."""
    key, descending = to_sort(sort)
    return [c.desc() if descending else c.asc() for c in (key, Ticket.id)]


def to_cursor(key: Any, last: UUID, sort: str) -> str:
    """Where a page ended, in letters that an address may hold."""
    value = key.isoformat() if isinstance(key, datetime) else key
    raw = json.dumps([sort, value, str(last)]).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read_cursor(cursor: str, sort: str) -> tuple[Any, UUID]:
    """The same again. Raises :class:`Invalid` for one that was made for another order."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        made_for, key, last = json.loads(base64.urlsafe_b64decode(padded))
        value = _to_value(sort.removeprefix("-"), key)
        if made_for == sort:
            return value, UUID(last)
    except (ValueError, TypeError, binascii.Error, AttributeError):
        pass
    raise Invalid(field="cursor", problem="use the `next` of the page before, with the same sort")


def _to_value(name: str, key: Any) -> Any:
    if name in _MOMENTS:
        return datetime.fromisoformat(key)
    return str(key) if name in _WORDS else int(key)
