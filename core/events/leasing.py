"""Rows as their own queue: take what waits, in order, for a limited time.

Receipts and deliveries are leased alike. Rows of one lane are taken one at a time
in the order of ``seq``; a lease that expires is taken again. Each names the process
that holds it, so that what a dead one held comes back sooner (see ``reclaiming.py``).
"""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import TypeVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    and_,
    bindparam,
    exists,
    false,
    func,
    not_,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.sql.dml import ReturningUpdate

from core.events.models import Delivery, Lease, Receipt

R = TypeVar("R", Receipt, Delivery)
Passes = Callable[[type[R], type[R]], ColumnElement[bool]]
"""Whether the later row of a lane goes past the earlier one, as a condition on both."""
LEASE = timedelta(seconds=45)
SHORTEST, LONGEST = 1.0, 300.0


async def lease_rows(
    session: AsyncSession,
    table: type[R],
    waiting: tuple[str, ...],
    now: datetime,
    passes: Passes[R] | None = None,
    *,
    holder: UUID,
    most: int = 20,
    **only: str,
) -> list[R]:
    """Take up to ``most`` lane heads that are due, for :data:`LEASE`.

    A lane with an earlier row that still waits (or is being worked on) is left alone, but
    for rows that go past it: ``passes`` says which those are. ``only`` are values that
    columns must have.
    """
    values: dict[str, object] = {"now": now, "until": now + LEASE, "holder": holder, "most": most}
    values |= {f"only_{name}": value for name, value in only.items()}
    rows = await session.scalars(_taking(table, waiting, passes, tuple(only)), values)
    return sorted(rows, key=lambda row: row.seq)


@cache
def _taking(
    table: type[R], waiting: tuple[str, ...], passes: Passes[R] | None, only: tuple[str, ...]
) -> ReturningUpdate[R]:
    # Put together once: that takes several times as long as to execute it.
    earlier = aliased(table)
    goes_past = passes(table, earlier) if passes else false()
    key, now = table.seq, bindparam("now", type_=table.next_at.type)
    head = (
        select(key)
        .where(
            table.state.in_(waiting),
            table.next_at <= now,
            or_(table.leased_until.is_(None), table.leased_until < now),
            ~exists().where(
                and_(
                    earlier.lane == table.lane,
                    earlier.seq < table.seq,
                    earlier.state.in_(waiting),
                    not_(goes_past),
                )
            ),
            *(getattr(table, name) == bindparam(f"only_{name}") for name in only),
        )
        .order_by(key)
        .limit(bindparam("most", type_=Integer()))
        .with_for_update(skip_locked=True)
    )
    taken = head.cte("taken").prefix_with("MATERIALIZED")
    statement = update(table).where(key == taken.c.seq)
    changed = statement.values(
        leased_until=bindparam("until", type_=table.leased_until.type),
        leased_by=bindparam("holder", type_=table.leased_by.type),
        attempts=table.attempts + 1,
    )
    return changed.returning(table).execution_options(synchronize_session=False)


def backoff(attempts: int) -> timedelta:
    """How long to wait after that many attempts: doubling, capped, with jitter."""
    seconds = min(LONGEST, SHORTEST * 2 ** max(0, attempts - 1))
    return timedelta(seconds=seconds * random.uniform(0.5, 1.0))


_HOLD = text(
    "INSERT INTO leases AS l (name, holder, until) VALUES (:name, :holder, :until)"
    " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until"
    " WHERE l.holder = excluded.holder OR l.until < :now RETURNING l.name"
)


async def hold(
    session: AsyncSession, name: str, holder: UUID, now: datetime, *, seconds: float = 45.0
) -> bool:
    """Become (or stay) the one holder of ``name``. False: somebody else has it."""
    values = {"name": name, "holder": holder, "until": now + timedelta(seconds=seconds)}
    return await session.scalar(_HOLD, {**values, "now": now}) is not None


async def let_go(session: AsyncSession, name: str, holder: UUID) -> None:
    """Give the lease up before it expires, so that another may go on at once."""
    await session.execute(
        text("DELETE FROM leases WHERE name = :name AND holder = :holder"),
        {"name": name, "holder": holder},
    )


def pause_of(platform: str, workspace: str) -> str:
    """The name under which a workspace rests when its platform has asked for a pause."""
    return f"pause:{platform}:{workspace}"


async def pause(session: AsyncSession, name: str, holder: UUID, until: datetime) -> None:
    """Let ``name`` rest until then, whoever would go on with it."""
    statement = insert(Lease).values(name=name, holder=holder, until=until)
    latest = func.greatest(Lease.until, statement.excluded.until)
    await session.execute(
        statement.on_conflict_do_update(index_elements=[Lease.name], set_={"until": latest})
    )


_PAUSED = text("SELECT until > :now FROM leases WHERE name = :name")


async def is_paused(session: AsyncSession, name: str, now: datetime) -> bool:
    """Whether ``name`` still rests."""
    return bool(await session.scalar(_PAUSED, {"name": name, "now": now}))
