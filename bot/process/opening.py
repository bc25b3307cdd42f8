"""The way to the database: the operator's own, or the embedded Postgres, migrated."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from core.access.vault import Vault
from core.clock import Clock
from core.database.embedded import (
    EmbeddedPostgres,
    NotRunning,
    attach_embedded,
    start_embedded,
)
from core.database.engine import build_engine
from core.database.migrate import upgrade
from core.database.organisations import find_organisation
from core.database.unit_of_work import Database
from core.founding import DEFAULT_HOST
from core.reactions import REACTIONS
from core.settings import Settings

NAME = "deskhand"
Say = Callable[[str], None]


@dataclass(frozen=True)
class Opened:
    """An open database and what goes with it."""

    settings: Settings
    database: Database
    url: str
    direct_url: str
    vault: Vault
    postgres: EmbeddedPostgres | None

    @property
    def owns_server(self) -> bool:
        """Whether the database's server is an embedded one that this process owns."""
        return self.postgres is not None and self.postgres.is_ours

    async def organisation_id(self) -> UUID | None:
        """The default organisation; None before one was founded."""
        async with self.database.system() as session:
            return await find_organisation(session, "host", DEFAULT_HOST)


def _silent(_: str) -> None:
    """Say nothing."""


@asynccontextmanager
async def open_database(
    settings: Settings,
    *,
    serve: bool = False,
    start: bool = True,
    migrate: bool = True,
    say: Say = _silent,
    clock: Clock | None = None,
) -> AsyncIterator[Opened]:
    """Open the database with its schema up to date; ``say`` hears each step.

    Without ``migrate`` the schema is left as it is.

    With ``serve`` the embedded server is ours until the end; without, one that runs
    is used, or one is started for this time only. Without ``start`` none is started:
    raises :class:`NotRunning`.
    """
    async with AsyncExitStack() as stack:
        postgres, url = None, ""
        if settings.database_url is None:
            say("Starting Postgres")
            postgres = await _embedded(settings, stack, serve=serve, start=start)
            await postgres.create_database(NAME)
            url = postgres.url(NAME)
        else:
            url = settings.database_url.get_secret_value()
        direct = settings.database_direct_url
        direct_url = direct.get_secret_value() if direct else url
        if migrate:
            say("Bringing the schema up to date")
            await upgrade(direct_url)
        database = Database(build_engine(url), REACTIONS, clock)
        stack.push_async_callback(database.close)
        yield Opened(settings, database, url, direct_url, Vault(_secret_key(settings)), postgres)


async def _embedded(
    settings: Settings, stack: AsyncExitStack, *, serve: bool, start: bool
) -> EmbeddedPostgres:
    if not serve:
        try:
            return await stack.enter_async_context(await attach_embedded(settings.data_dir))
        except NotRunning:
            if not start:
                raise
    return await stack.enter_async_context(await start_embedded(settings.data_dir))


def _secret_key(settings: Settings) -> str:
    """The operator's key, or one made once and kept beside the embedded database."""
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value()
    path = Path(settings.data_dir).expanduser() / "secret.key"
    if not path.exists():
        _make_key(path)
    return path.read_text().strip()


def _make_key(path: Path) -> None:
    """Write a key whole or not at all: several processes may want to, and one of them does."""
    descriptor, written = tempfile.mkstemp(dir=path.parent, prefix="secret.")
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(written, path)
    finally:
        os.unlink(written)
