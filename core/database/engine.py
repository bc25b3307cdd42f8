"""The engine: how this process speaks to Postgres."""

import asyncio
import contextlib

from pydantic_core import from_json
from sqlalchemy import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import QueuePool

# jit costs more than it saves on our short statements; the time limits keep one
# stuck statement or forgotten transaction from holding everybody else.
OPTIONS = (
    "-c statement_timeout=15000 -c jit=off -c timezone=UTC"
    " -c idle_in_transaction_session_timeout=60000"
)
PATIENCE = 5.0
"""Seconds for what is under way to end before its connection is closed."""
GLANCE = 0.01


def normalise(url: str) -> URL:
    """A Postgres URL as operators write it, with our driver put in."""
    parsed = make_url(url)
    if parsed.drivername in {"postgres", "postgresql"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed


def build_engine(url: str, *, pool_size: int = 10, overflow: int = 10) -> AsyncEngine:
    """An engine with our session settings; connects at first use."""
    return create_async_engine(
        normalise(url),
        pool_size=pool_size,
        max_overflow=overflow,
        pool_pre_ping=False,
        pool_recycle=1800,
        json_deserializer=from_json,  # several times as fast as the standard library's
        hide_parameters=True,  # errors are logged, and what people wrote is no matter for logs
        connect_args={"prepare_threshold": 3, "options": OPTIONS},
    )


async def close_engine(engine: AsyncEngine) -> None:
    """Close all connections. Those that are lent are waited for, a moment: given back to a pool
    that is closed they would stay open for ever."""
    pool = engine.sync_engine.pool
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            while isinstance(pool, QueuePool) and pool.checkedout():  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(GLANCE)
    await engine.dispose()
