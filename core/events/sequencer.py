"""Gives committed events their position in the stream.

Ids are made before commit and so become visible out of order; a reader that
remembered an id could miss a slower transaction's event for ever. Positions are
given to committed events only, by one process at a time.
"""

from sqlalchemy import text

from core.database.unit_of_work import Database

_LOCK = 0x6465736B  # any fixed number: "desk"
_PLACE = text(
    """
    WITH fresh AS (
        SELECT id, row_number() OVER (ORDER BY id) AS n FROM (
            SELECT id FROM events WHERE position IS NULL ORDER BY id LIMIT :most
        ) waiting
    ), base AS (SELECT coalesce(max(position), 0) AS top FROM events)
    UPDATE events SET position = base.top + fresh.n
    FROM fresh, base WHERE events.id = fresh.id
    """
)


async def sequence_events(database: Database, most: int = 2000) -> bool:
    """Place the events that have no position yet. True if there may be more."""
    async with database.system() as session:
        if not await session.scalar(text("SELECT pg_try_advisory_xact_lock(:l)"), {"l": _LOCK}):
            return False
        placed = await session.execute(_PLACE, {"most": most})
        count: int = placed.rowcount  # type: ignore[attr-defined]
        if count:
            await session.execute(text("SELECT pg_notify('positions', '')"))
    return count == most
