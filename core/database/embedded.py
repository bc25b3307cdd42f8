"""The embedded Postgres: owned by one process, found by the others.

Whoever owns a data directory holds a lock on it for as long as it lives. A server
that an owner left behind (killed, not stopped) is adopted by the next one.
"""

import asyncio
import fcntl
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import structlog
from psycopg import sql
from sqlalchemy import URL

from core.database import postmaster
from core.database.installation import (
    SUPERUSER,
    Installation,
    Refused,
    open_data_dir,
    prepare,
    rows_dir,
)
from core.database.postmaster import PORT, Postmaster
from core.database.supervision import answers, bring_up, connect, in_thread, shut_down
from core.errors import Unavailable

log = structlog.get_logger(__name__)


FAILURES = (Refused, OSError, subprocess.SubprocessError)


class CannotStart(Unavailable):
    """The embedded database did not come up; the text says why."""

    code = "database.cannot_start"
    text = "The database in {data_dir} cannot start: {problem}."


class AlreadyOwned(Unavailable):
    """Another process of ours runs on the same data directory."""

    code = "database.already_owned"
    text = (
        "Deskhand already runs on {data_dir} (process {pid}). Stop it first, or set "
        "DESKHAND_DATA_DIR to another folder."
    )


class NotRunning(Unavailable):
    """There is no embedded database to attach to."""

    code = "database.not_running"
    text = (
        "The database in {data_dir} is not running. Start it with `deskhand run`, or set "
        "DESKHAND_DATABASE_URL to use a server of your own."
    )


class EmbeddedPostgres:
    """A running server. Its owner stops it; for anybody else stopping does nothing."""

    def __init__(
        self,
        data_dir: Path,
        server: Postmaster,
        place: Installation | None = None,
        options: Mapping[str, str] | None = None,
        lock: IO[str] | None = None,
    ) -> None:
        self.data_dir = data_dir
        self._server = server
        self._place = place
        self._options = options or {}
        self._lock = lock
        self._turn = asyncio.Lock()

    @property
    def pid(self) -> int:
        """The number of the server's process."""
        return self._server.pid

    @property
    def is_ours(self) -> bool:
        """Whether this process owns the server."""
        return self._lock is not None

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of one database of this server."""
        url = URL.create(
            "postgresql+psycopg",
            username=SUPERUSER,
            host="",
            database=database,
            query={"host": str(self._server.socket_dir), "port": str(PORT)},
        )
        return url.render_as_string(hide_password=False)

    async def create_database(self, database: str) -> bool:
        """Create a database unless it is there; tells whether it was new."""
        async with await connect(self._server, patience=10) as connection:
            known = await connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [database]
            )
            if await known.fetchone() is not None:
                return False
            await connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(database))
            )
            return True

    async def revive(self) -> bool:
        """Start the server again if it died under us; tells whether it had to."""
        async with self._turn:
            if self._lock is None or self._place is None:
                return False
            if await answers(self._server, self._place.pgdata):
                return False
            log.warning("database.died", pid=self._server.pid)
            try:
                self._server = await bring_up(self._place, self._options)
            except FAILURES as error:
                raise CannotStart(data_dir=self.data_dir, problem=_say(error)) from error
            return True

    async def stop(self) -> None:
        """Stop the server, sessions and all, and give the data directory back."""
        async with self._turn:
            if self._lock is None or self._place is None:
                return
            await shut_down(self._place)
            self._lock.close()
            self._lock = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()


async def start_embedded(
    data_dir: Path, options: Mapping[str, str] | None = None
) -> EmbeddedPostgres:
    """Own the server of ``data_dir``: create, start or adopt it, and wait until it answers.

    ``options`` are server settings on top of ours. Interrupted, it leaves nothing running.
    """
    data_dir = rows_dir(data_dir).parent
    try:
        open_data_dir(data_dir)
        lock = _take_lock(data_dir)
    except OSError as error:
        raise CannotStart(data_dir=data_dir, problem=_say(error)) from error
    place = None
    try:
        place = await in_thread(prepare, data_dir)
        server = await bring_up(place, options or {})
        return EmbeddedPostgres(data_dir, server, place, options, lock)
    except BaseException as error:
        if place is not None:
            await shut_down(place)
        lock.close()
        if isinstance(error, FAILURES):
            raise CannotStart(data_dir=data_dir, problem=_say(error)) from error
        raise


async def attach_embedded(data_dir: Path) -> EmbeddedPostgres:
    """The server of ``data_dir`` that another process owns. Starts nothing."""
    pgdata = rows_dir(data_dir)
    try:
        server = postmaster.read_postmaster(pgdata)
        if server is None or not await answers(server, pgdata):
            raise NotRunning(data_dir=data_dir)
    except OSError as error:
        raise NotRunning(data_dir=data_dir) from error
    return EmbeddedPostgres(pgdata.parent, server)


def _take_lock(data_dir: Path) -> IO[str]:
    lock = (data_dir / "postgres.lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        pid = lock.read().strip() or "unknown"
        lock.close()
        raise AlreadyOwned(data_dir=data_dir, pid=pid) from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def _say(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror.lower()} ({error.filename})" if error.filename else error.strerror
    return str(error)
