"""Adding rows by the set: one statement whose text does not depend on how many there are.

An INSERT with a VALUES list is another statement for every length, which SQLAlchemy
compiles and Postgres plans each time; to do that costs more than to insert.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, FromClause, Text, bindparam, cast, column, func, select, true
from sqlalchemy.dialects.postgresql import JSONB, Insert, insert
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.types import TypeEngine

from core.database.base import Base

ID = PgUUID(as_uuid=True)


def insert_rows(
    table: type[Base], parameter: str, *, beside: FromClause | None = None, **instead: Any
) -> Insert:
    """An INSERT of the rows that ``parameter`` holds as :func:`to_rows` writes them.

    Build it once, at import. A column that a row leaves out becomes NULL: defaults
    do not apply. ``instead`` takes columns from ``beside``; if that is empty, nothing
    is added.
    """
    target = table.metadata.tables[table.__tablename__]
    columns = [c for c in target.columns if c.identity is None]
    rows = (
        func.jsonb_to_recordset(cast(bindparam(parameter, type_=Text), JSONB))
        .table_valued(*(column(c.name, _type_of(c)) for c in columns))
        .render_derived(name=f"new_{parameter}", with_types=True)
    )
    given = select(*(instead.get(c.name, rows.c[c.name]) for c in columns))
    source = rows if beside is None else rows.join(beside, true())
    return insert(target).from_select(
        [c.name for c in columns], given.select_from(source), include_defaults=False
    )


def _type_of(wanted: Column[Any]) -> TypeEngine[Any]:
    # A foreign key knows its type only once the other table is imported; all of ours are ids.
    return ID if wanted.foreign_keys else wanted.type


def to_rows(rows: Sequence[dict[str, Any]]) -> str:
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
