"""Taking back what processes held that are gone: killed, their leases need not run out."""

import time
from collections.abc import Callable
from uuid import UUID

import structlog
from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PgUUID

from core.database.unit_of_work import Database
from core.events.presence import present_processes

log = structlog.get_logger()
ABSENCE = 3.0
"""Seconds without its listening connection after which a process counts as gone. One that
has only lost that connection has it back after about one."""

_HOLDERS = text(
    "SELECT leased_by FROM receipts WHERE state = 'received' AND leased_until IS NOT NULL"
    " UNION SELECT leased_by FROM deliveries"
    " WHERE state IN ('queued', 'sending', 'checking') AND leased_until IS NOT NULL"
    " UNION SELECT holder FROM leases WHERE name NOT LIKE 'pause:%'"
    " UNION SELECT queue_manager_id FROM pgqueuer WHERE status = 'picked'"
)
_GONE = bindparam("gone", type_=ARRAY(PgUUID(as_uuid=True)))
_FREE = tuple(
    text(statement).bindparams(_GONE)
    for statement in (
        "UPDATE receipts SET leased_until = NULL WHERE leased_by = ANY(:gone)"
        " AND state = 'received' AND leased_until IS NOT NULL",
        # One that was being sent keeps its state: it is looked up before it is sent again.
        "UPDATE deliveries SET leased_until = NULL WHERE leased_by = ANY(:gone)"
        " AND state IN ('queued', 'sending', 'checking') AND leased_until IS NOT NULL",
        "DELETE FROM leases WHERE holder = ANY(:gone) AND name NOT LIKE 'pause:%'",
        "UPDATE pgqueuer SET status = 'queued', queue_manager_id = NULL, updated = now()"
        " WHERE queue_manager_id = ANY(:gone) AND status = 'picked'",
    )
)


class Reclaimer:
    """Looks now and then who is missing. Fails closed: while it is not certain who is at
    work, nothing is taken back, and leases run out as they do anyway."""

    def __init__(
        self,
        database: Database,
        *,
        absence: float = ABSENCE,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._absence = absence
        self._elapsed = elapsed
        self._missed: dict[UUID, float] = {}

    async def look(self) -> int:
        """Free what is held by processes that were missing at each look for the time of
        ``absence``. Returns how many rows that were."""
        async with self._database.system() as session:
            holders = {one for one in await session.scalars(_HOLDERS) if one is not None}
            holders.discard(self._database.process)
            present = await present_processes(session, self._database.process) if holders else None
        missing = holders - present if present is not None else set()
        now = self._elapsed()
        self._missed = {one: self._missed.get(one, now) for one in missing}
        gone = [one for one, since in self._missed.items() if now - since >= self._absence]
        return await self._free(gone) if gone else 0

    async def _free(self, gone: list[UUID]) -> int:
        async with self._database.system() as session:
            freed = [await session.execute(statement, {"gone": gone}) for statement in _FREE]
        count = sum(result.rowcount for result in freed)  # type: ignore[attr-defined]
        log.warning("leases.reclaimed", rows=count, processes=len(gone))
        return count
