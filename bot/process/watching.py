"""How calls to a platform fail, told to whoever keeps that for all processes."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.ports import Gone, Refused, SendError, TryLater
from core.clock import Clock
from core.database.unit_of_work import Database
from core.errors import NotFound
from core.events.stumbles import FAILED, LIMITED, REFUSED, Stumble, keep_stumble

_log = structlog.get_logger(__name__)
Keep = Callable[[str, Stumble], Awaitable[None]]
"""Keeps what failed in a workspace."""


def keeping(database: Database, platform: str) -> Keep:
    """Keeps it in the database, where the workspace leads to an organisation. Never raises:
    what failed must not fail once more because it could not be noted."""

    async def keep(workspace: str, stumble: Stumble) -> None:
        try:
            async with database.unit_of_work_by("workspace", f"{platform}:{workspace}") as uow:
                await keep_stumble(uow, platform, workspace, stumble)
        except (SQLAlchemyError, OSError, NotFound) as error:
            _log.warning("stumble.not_kept", platform=platform, error=type(error).__name__)

    return keep


class Watch:
    """Hears of the failures of one workspace's calls. Without ``keep`` they are nobody's."""

    def __init__(self, clock: Clock, keep: Keep | None = None, workspace: str = "") -> None:
        self._clock = clock
        self._keep = keep
        self.workspace = workspace

    async def failed(
        self, what: str, error: SendError, *, limited: bool, reason: str | None = None
    ) -> None:
        """A call failed; what is merely gone is no failure of the connection. ``reason``: the
        same in words of ours, where the error's own may repeat somebody's."""
        if self._keep is None or not self.workspace or isinstance(error, Gone):
            return
        now, until = self._clock.now(), None
        kind = REFUSED if isinstance(error, Refused) else FAILED
        if limited and isinstance(error, TryLater):
            kind, until = LIMITED, now + timedelta(seconds=error.retry_after or 1.0)
        await self._keep(self.workspace, Stumble(now, kind, what, reason or error.reason, until))
