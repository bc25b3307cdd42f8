"""Adding rows by the set, and several writes in one statement.

An INSERT with a VALUES list is another statement for every length, which SQLAlchemy
compiles and Postgres plans each time; to do that costs more than to insert. And every
statement costs both sides about as much as what it does.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    Text,
    Update,
    bindparam,
    cast,
    column,
    func,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB, Insert, insert
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.types import TypeEngine

from core.database.base import Base

ID = PgUUID(as_uuid=True)
Write = Insert | Update


@dataclass(frozen=True, eq=False)
class RowsOf:
    """Adds all rows that its ``parameter`` holds to one table."""

    statement: Insert
    parameter: str


def insert_rows(
    table: type[Base],
    parameter: str,
    *,
    beside: FromClause | None = None,
    instead: Mapping[str, ColumnElement[Any]] | None = None,
    or_nothing: bool = False,
) -> RowsOf:
    """What adds rows to ``table``; built once, at import.

    A column that a row leaves out becomes NULL: defaults do not apply. ``instead``
    takes columns from ``beside``; if that is empty, nothing is added. ``or_nothing``
    skips rows that are there already.
    """
    target = table.metadata.tables[table.__tablename__]
    columns = [c for c in target.columns if c.identity is None]
    rows = (
        func.jsonb_to_recordset(cast(bindparam(parameter, type_=Text), JSONB))
        .table_valued(*(column(c.name, _type_of(c)) for c in columns))
        .render_derived(name=f"new_{parameter}", with_types=True)
    )
    given = select(*((instead or {}).get(c.name, rows.c[c.name]) for c in columns))
    source = rows if beside is None else rows.join(beside, true())
    statement = insert(target).from_select(
        [c.name for c in columns], given.select_from(source), include_defaults=False
    )
    return RowsOf(statement.on_conflict_do_nothing() if or_nothing else statement, parameter)


def _type_of(wanted: Column[Any]) -> TypeEngine[Any]:
    # A foreign key knows its type only once the other table is imported; all of ours are ids.
    return ID if wanted.foreign_keys else wanted.type


class Writes:
    """Writes whose outcome nobody needs to see yet, to be made in one statement."""

    def __init__(self) -> None:
        self._rows: dict[RowsOf, list[dict[str, Any]]] = {}
        self._others: dict[Write, dict[str, Any]] = {}

    def add_rows(self, rows_of: RowsOf, rows: Sequence[dict[str, Any]], **values: Any) -> None:
        """Add rows by column name; ``values`` are further parameters of the statement."""
        if rows:
            self._rows.setdefault(rows_of, []).extend(rows)
            self._others.setdefault(rows_of.statement, {}).update(values)

    def add(self, statement: Write, **values: Any) -> None:
        """Add a statement whose parameters have names of their own."""
        self._others[statement] = values

    def take(self) -> tuple[Write, dict[str, Any]] | None:
        """All of it as one statement and its parameters; None if there is nothing."""
        if not self._others:
            return None
        values = {name: value for each in self._others.values() for name, value in each.items()}
        values |= {of.parameter: to_json(rows) for of, rows in self._rows.items()}
        statement = _together(tuple(self._others))
        self._rows, self._others = {}, {}
        return statement, values


@cache
def _together(statements: tuple[Write, ...]) -> Write:
    *others, last = statements
    return last.add_cte(*(other.cte(f"write_{n}") for n, other in enumerate(others)))


def to_json(rows: Sequence[dict[str, Any]]) -> str:
    """Rows by column name, as the parameter of :func:`insert_rows`."""
    return json.dumps(rows, default=_to_json)


def _to_json(value: object) -> str:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    raise TypeError(f"{type(value).__name__} has no place in a row")
