"""Rows for every tenant's table of a database, made up where no use case has made any."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from core.database.tenancy import tenant_tables
from core.ids import new_id

_TABLES = text(
    """
    SELECT c.relname AS name, c.relrowsecurity AS guarded, c.relforcerowsecurity AS forced
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY c.relname
    """
)
_COLUMNS = text(
    """
    SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type, a.attnotnull AS needed,
           EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary
                   AND a.attnum = ANY(i.indkey)) AS is_key
    FROM pg_attribute a
    WHERE a.attrelid = CAST(:table AS regclass) AND a.attnum > 0 AND NOT a.attisdropped
      AND a.attidentity = ''
    ORDER BY a.attnum
    """
)
_VALUES: dict[str, Any] = {
    "text": "made up",
    "bigint": 424242,
    "integer": 424242,
    "double precision": 1.5,
    "boolean": False,
    "timestamp with time zone": "2026-11-20T14:00:00+00:00",
    "jsonb": {},
    "tsvector": "'made' 'up'",
    "bytea": "\\x00",
}


@dataclass(frozen=True)
class Table:
    """A table of the migrated database."""

    name: str
    guarded: bool
    forced: bool


async def tables(session: AsyncSession) -> dict[str, Table]:
    """All tables by name, as the catalogue of Postgres knows them."""
    rows = (await session.execute(_TABLES)).all()
    return {row.name: Table(row.name, row.guarded, row.forced) for row in rows}


async def tenants_tables(session: AsyncSession) -> list[str]:
    """The tables that belong to one organisation each."""
    return tenant_tables(await tables(session))


async def columns(session: AsyncSession, table: str) -> list[Any]:
    """The columns of a table that may be written."""
    return list((await session.execute(_COLUMNS, {"table": table})).all())


async def rows_of(session: AsyncSession, table: str, organisation_id: UUID) -> list[dict[str, Any]]:
    """An organisation's rows as JSON, read by the owner of the database."""
    query = text(f"SELECT to_jsonb(t) AS row FROM {table} t WHERE organisation_id = :o ORDER BY 1")
    return [row[0] for row in await session.execute(query, {"o": organisation_id})]


async def insert_row(session: AsyncSession, table: str, row: dict[str, Any]) -> None:
    """Insert a row that is given as JSON."""
    names = ", ".join(c.name for c in await columns(session, table) if c.name in row)
    await session.execute(
        text(
            f"INSERT INTO {table} ({names})"
            f" SELECT {names} FROM jsonb_populate_record(NULL::{table}, CAST(:row AS jsonb))"
        ),
        {"row": json.dumps(row)},
    )


async def fresh_row(
    session: AsyncSession, table: str, organisation_id: UUID, like: dict[str, Any] | None = None
) -> dict[str, Any]:
    """A made-up row of that organisation, or one like another with keys of its own."""
    row = dict(like or {})
    for column in await columns(session, table):
        if like is None and column.needed:
            row[column.name] = str(new_id()) if column.type == "uuid" else _VALUES[column.type]
        if column.is_key or column.name.endswith("_hash"):
            row[column.name] = str(new_id())
    return row | {"organisation_id": str(organisation_id)}


async def fill(session: AsyncSession, organisation_id: UUID) -> None:
    """Give the organisation a row in every table in which it has none. For superusers."""
    await session.execute(text("SET LOCAL session_replication_role = replica"))
    for table in await tenants_tables(session):
        if not await rows_of(session, table, organisation_id):
            await insert_row(session, table, await fresh_row(session, table, organisation_id))
