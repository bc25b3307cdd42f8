"""Due rows: moments at which something must be looked at, swept by the scheduler's tick."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.database.unit_of_work import Database, UnitOfWork
from core.events.models import Due

log = structlog.get_logger()
BATCH = 200
AGAIN_AFTER = timedelta(minutes=1)
"""How long one that failed lets the others go first."""
Handler = Callable[[UnitOfWork, UUID], Awaitable[None]]


async def put_off(uow: UnitOfWork, kind: str, moments: Mapping[UUID, datetime | None]) -> None:
    """Say when each thing must be looked at; None means not at all."""
    gone = [thing for thing, moment in moments.items() if moment is None]
    if gone:
        await uow.session.execute(
            delete(Due).where(
                Due.organisation_id == uow.organisation_id, Due.kind == kind, Due.id.in_(gone)
            )
        )
    rows = [
        {"organisation_id": uow.organisation_id, "kind": kind, "id": thing, "due_at": moment}
        for thing, moment in moments.items()
        if moment is not None
    ]
    if rows:
        statement = insert(Due).values(rows)
        await uow.session.execute(
            statement.on_conflict_do_update(
                index_elements=[Due.organisation_id, Due.kind, Due.id],
                set_={"due_at": statement.excluded.due_at},
            )
        )


async def sweep_due(database: Database, handlers: Mapping[str, Handler]) -> int:
    """Look at everything whose moment has come, each in its own transaction.

    Safe to run twice or on two machines: the row is locked while it is handled and
    removed with the handling. One that fails is tried again a minute later: it holds nobody
    else up, however many fail. Returns how many were handled.
    """
    now = database.clock.now()
    async with database.system() as session:
        waiting = list(
            await session.scalars(
                select(Due)
                .where(Due.due_at <= now, Due.kind.in_(handlers))
                .order_by(Due.due_at)
                .limit(BATCH)
            )
        )
    handled = 0
    for due in waiting:
        try:
            handled += await _handle(database, handlers[due.kind], due, now)
        except Exception as error:
            log.exception("due.failed", kind=due.kind, id=str(due.id), error=repr(error))
            await _try_later(database, due, now)
    return handled


async def _handle(database: Database, handler: Handler, due: Due, now: datetime) -> bool:
    async with database.unit_of_work(due.organisation_id) as uow:
        taken = await _take(uow.session, due, now)
        if taken:
            await handler(uow, due.id)
        return taken


async def _try_later(database: Database, due: Due, now: datetime) -> None:
    async with database.unit_of_work(due.organisation_id) as uow:
        await uow.session.execute(
            update(Due)
            .where(
                Due.organisation_id == due.organisation_id,
                Due.kind == due.kind,
                Due.id == due.id,
                Due.due_at <= now,
            )
            .values(due_at=now + AGAIN_AFTER)
        )


async def _take(session: AsyncSession, due: Due, now: datetime) -> bool:
    locked = (
        select(Due.id)
        .where(
            Due.organisation_id == due.organisation_id,
            Due.kind == due.kind,
            Due.id == due.id,
            Due.due_at <= now,
        )
        .with_for_update(skip_locked=True)
    )
    taken = await session.scalar(
        delete(Due)
        .where(Due.organisation_id == due.organisation_id, Due.kind == due.kind, Due.id.in_(locked))
        .returning(Due.id)
    )
    return taken is not None
