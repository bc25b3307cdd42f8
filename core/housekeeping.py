"""Housekeeping: what was kept for a time, and whose time is over, is removed."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, column, delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from core.access.idempotency import forget_answers
from core.access.models import Session
from core.conversation.amendments import KEPT_FOR as AMENDMENTS_KEPT
from core.conversation.drafts import KEPT_FOR
from core.conversation.models import Amendment, Draft
from core.database.organisations import Organisation
from core.database.unit_of_work import Database, UnitOfWork
from core.events.models import Delivery, Receipt
from core.events.pacing import forget_buckets
from core.events.receipts import LASTING
from core.events.stumbles import KEPT_FOR as STUMBLES_KEPT
from core.events.stumbles import StumbleRow
from core.people.models import LinkCode
from core.tickets.collaboration.presence_models import Presence
from core.tickets.entry_models import EntryLink

BATCH = 1000
RECEIPTS_KEPT = timedelta(days=7)
"""Platforms repeat themselves for hours at most."""
DELIVERIES_KEPT = timedelta(days=30)
JOBS_KEPT = timedelta(days=30)
BUCKETS_KEPT = timedelta(hours=1)
ENDED_WELL = ("sent", "superseded", "withheld")


async def clean_up(database: Database) -> dict[str, int]:
    """Remove what is past its time, everywhere; how much of each was removed.

    Removes in batches, each committed by itself: safe to interrupt and to repeat.
    """
    removed: Counter[str] = Counter()
    removed["receipts"] = await _handled_receipts(database)
    removed["job records"] = await _job_records(database)
    async with database.system() as session:
        await forget_buckets(session, database.clock.now() - BUCKETS_KEPT)
        organisations = list(await session.scalars(select(Organisation.id)))
    for organisation_id in organisations:
        removed.update(await _clean_up_in(database, organisation_id))
    return dict(removed)


async def _handled_receipts(database: Database) -> int:
    before = database.clock.now() - RECEIPTS_KEPT
    old = (
        (Receipt.state == "handled")
        & (Receipt.handled_at < before)
        & Receipt.key.not_like(f"{LASTING}%")
    )
    removed = 0
    while True:
        async with database.system() as session:
            count = await _remove(session, Receipt, old)
        removed += count
        if count < BATCH:
            return removed


async def _job_records(database: Database) -> int:
    statement = text("DELETE FROM pgqueuer_log WHERE created < :before AND aggregated")
    async with database.system() as session:
        answer = await session.execute(statement, {"before": database.clock.now() - JOBS_KEPT})
        return _count(answer)


async def _clean_up_in(database: Database, organisation_id: UUID) -> dict[str, int]:
    removed: Counter[str] = Counter()
    async with database.unit_of_work(organisation_id) as uow:
        removed["answers"] = await forget_answers(uow)
    more = True
    while more:
        async with database.unit_of_work(organisation_id) as uow:
            counts = {
                what: await _remove(uow.session, table, old)
                for what, table, old in _private_things(uow)
            }
        removed.update(counts)
        more = BATCH in counts.values()
    return dict(removed)


def _private_things(uow: UnitOfWork) -> tuple[tuple[str, Any, ColumnElement[bool]], ...]:
    sent_long_ago = (Delivery.id < _first_id(uow.now - DELIVERIES_KEPT)) & Delivery.state.in_(
        ENDED_WELL
    )
    return (
        ("sessions", Session, Session.expires_at < uow.now),
        ("drafts", Draft, Draft.created_at < uow.now - KEPT_FOR),
        ("amendments", Amendment, Amendment.at < uow.now - AMENDMENTS_KEPT),
        ("stumbles", StumbleRow, StumbleRow.at < uow.now - STUMBLES_KEPT),
        ("deliveries", Delivery, sent_long_ago),
        ("presences", Presence, Presence.until < uow.now - BUCKETS_KEPT),
        ("entry links", EntryLink, EntryLink.expires_at < uow.now - BUCKETS_KEPT),
        ("link codes", LinkCode, LinkCode.expires_at < uow.now - BUCKETS_KEPT),
    )


def _first_id(at: datetime) -> UUID:
    """The lowest id that could have been made then: ids begin with their time, and are indexed."""
    return UUID(int=int(at.timestamp() * 1000) << 80)


async def _remove(session: AsyncSession, table: Any, old: ColumnElement[bool]) -> int:
    """Remove one batch of old rows, leaving alone what somebody is working on."""
    row: ColumnElement[str] = column("ctid")
    batch = select(row).select_from(table).where(old).limit(BATCH).with_for_update(skip_locked=True)
    where = row == func.any(func.array(batch.scalar_subquery()))
    answer = await session.execute(
        delete(table).where(where), execution_options={"synchronize_session": False}
    )
    return _count(answer)


def _count(answer: Any) -> int:
    return int(answer.rowcount)
