"""A command's way to the desk: beside a running one, or on its own for a moment."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from bot.process.opening import Opened, open_database
from core.access.actor import Actor, the_desk
from core.founding import found_organisation
from core.logs import configure_logs
from core.settings import load

SLUG, NAME = "desk", "Helpdesk"
LOCK = 0x666F756E  # any fixed number: "foun"


@dataclass(frozen=True)
class Attached:
    """The open database, and the organisation that commands work for."""

    opened: Opened
    organisation_id: UUID

    @property
    def actor(self) -> Actor:
        """Whoever may run commands on this machine acts for the desk itself."""
        return the_desk(self.organisation_id, "cli")


@asynccontextmanager
async def attach() -> AsyncIterator[Attached]:
    """The default organisation of this machine's desk, founded if there is none yet."""
    settings = load()
    configure_logs("ERROR", as_json=False)
    async with open_database(settings) as opened:
        yield Attached(opened, await ensure_organisation(opened))


async def ensure_organisation(opened: Opened) -> UUID:
    """The default organisation, founded if there is none yet; by one process alone."""
    async with opened.database.owner() as session:
        # Who comes second waits here, and finds it whole.
        await session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        found = await opened.organisation_id()
        return found or await found_organisation(opened.database, SLUG, NAME)
