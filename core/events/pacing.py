"""Leaky buckets that all processes share: how often something may be done to a far end.

The table is unlogged: what was counted is of no use after a crash, and is never waited for.
"""

from datetime import datetime

from sqlalchemy import Double, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base


class RateBucket(Base):
    """What was done lately under one name: ``level`` rises with each time and leaks away.

    ``taken`` says whether whoever came last was let pass.
    """

    __tablename__ = "rate_buckets"

    name: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[float] = mapped_column(Double())
    at: Mapped[datetime]
    taken: Mapped[bool]

    __table_args__ = ({"prefixes": ["UNLOGGED"]},)


_LEAKED = "greatest(0, b.level - greatest(0, extract(epoch FROM excluded.at - b.at)) * :per_second)"
_TAKE = text(
    "INSERT INTO rate_buckets AS b (name, level, at, taken) VALUES (:name, 1, :now, true)"
    " ON CONFLICT (name) DO UPDATE SET at = excluded.at,"
    f" taken = {_LEAKED} + 1 <= :burst,"
    f" level = {_LEAKED} + CASE WHEN {_LEAKED} + 1 <= :burst THEN 1 ELSE 0 END"
    " RETURNING b.taken, b.level"
)


async def take_turn(
    session: AsyncSession, name: str, burst: float, per_second: float, now: datetime
) -> float:
    """Take a turn: 0 when it is there now, else the seconds until it may be (none is taken)."""
    values = {"name": name, "burst": burst, "per_second": per_second, "now": now}
    taken, level = (await session.execute(_TAKE, values)).one()
    return 0.0 if taken else float((level + 1 - burst) / per_second)


async def forget_buckets(session: AsyncSession, before: datetime) -> None:
    """Forget what was not used since then."""
    await session.execute(text("DELETE FROM rate_buckets WHERE at < :before"), {"before": before})
