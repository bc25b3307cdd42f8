"""Receipts: an inbound thing is committed before it is acknowledged, and handled once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.events.leasing import backoff, lease_rows
from core.events.models import Receipt

MOST_ATTEMPTS = 6
AT_ONCE = 8
"""More at once would make what is asked meanwhile wait: for a connection, and for its turn."""

LASTING = "import:"
"""Receipts whose keys begin so are kept for good: a file may be imported again at any time."""


async def accept(
    session: AsyncSession,
    key: str,
    lane: str,
    payload: dict[str, Any],
    now: datetime,
    twins: Sequence[str] = (),
) -> bool:
    """Keep an inbound thing. False: it is here already, a repeated delivery.

    ``twins`` are keys by what it says, for a platform that repeats things under another name:
    any that is known means a repetition, and the first is kept, so that what is repeated once
    more is known by the repetition.
    """
    known = select(Receipt.key).where(Receipt.key.in_(twins)).limit(1)
    repeated = bool(twins) and await session.scalar(known) is not None
    row = {
        "key": key,
        "lane": lane,
        "payload": payload,
        "state": "received",
        "attempts": 0,
        "next_at": now,
        "created_at": now,
    }
    kept = not repeated and await _keep(session, row)
    if twins and (kept or repeated):
        done = {"key": twins[0], "payload": None, "state": "handled", "handled_at": now}
        await _keep(session, row | done)
    return kept


async def _keep(session: AsyncSession, row: dict[str, Any]) -> bool:
    statement = insert(Receipt).values(row).on_conflict_do_nothing().returning(Receipt.key)
    return await session.scalar(statement) is not None


async def forget(session: AsyncSession, keys: Sequence[str]) -> None:
    """Know these no longer: what comes under them is new."""
    await session.execute(delete(Receipt).where(Receipt.key.in_(keys)))


async def lease_receipts(
    session: AsyncSession, now: datetime, holder: UUID, most: int = AT_ONCE
) -> list[Receipt]:
    """Take what is to be handled now, in order within each lane."""
    return await lease_rows(session, Receipt, ("received",), now, holder=holder, most=most)


async def is_waiting(session: AsyncSession, told: dict[str, Any]) -> bool:
    """Whether something that says this, among other things, is still to be handled."""
    waits = select(Receipt.key).where(Receipt.state == "received", Receipt.payload.contains(told))
    return bool(await session.scalar(select(waits.exists())))


async def mark_handled(session: AsyncSession, key: str, now: datetime) -> bool:
    """Done: part of the handling's own transaction, so that it happens once.

    False means that somebody else has handled it meanwhile: roll back. What was
    said is not kept here any longer; only the key stays, against repetition.
    """
    done = await session.scalar(
        update(Receipt)
        .where(Receipt.key == key, Receipt.state == "received")
        .values(state="handled", handled_at=now, payload=None, leased_until=None, error=None)
        .returning(Receipt.key)
    )
    return done is not None


async def mark_failed(session: AsyncSession, receipt: Receipt, error: str, now: datetime) -> bool:
    """Try again after a while; after :data:`MOST_ATTEMPTS` it is dead. True if dead."""
    dead = receipt.attempts >= MOST_ATTEMPTS
    await session.execute(
        update(Receipt)
        .where(Receipt.key == receipt.key, Receipt.state == "received")
        .values(
            state="dead" if dead else "received",
            error=error[:500],
            leased_until=None,
            next_at=now + backoff(receipt.attempts),
        )
    )
    return dead


async def leave_to_others(session: AsyncSession, keys: Sequence[str]) -> None:
    """Give up the leases of what was not finished: it is as if it had not been taken."""
    await session.execute(
        update(Receipt)
        .where(Receipt.key.in_(keys), Receipt.state == "received")
        .values(leased_until=None, attempts=Receipt.attempts - 1)
    )


async def accept_handled(session: AsyncSession, keys: Sequence[str], now: datetime) -> set[str]:
    """Keep receipts for what is handled in this very transaction; those that are new.

    Whoever keeps the same key at the same time waits for us, and then finds it here.
    """
    rows = [
        {
            "key": key,
            "lane": key,
            "state": "handled",
            "attempts": 0,
            "next_at": now,
            "created_at": now,
            "handled_at": now,
        }
        for key in keys
    ]
    statement = insert(Receipt).on_conflict_do_nothing().returning(Receipt.key)
    return set(await session.scalars(statement.values(rows))) if rows else set()
