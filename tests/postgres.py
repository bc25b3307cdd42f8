"""One Postgres for a whole test run, shared by its workers, and new databases from it.

The first test that asks for a database starts the server and migrates a template;
the last process to leave stops it. What an aborted run left behind is swept by a later one.
"""

import asyncio
import fcntl
import itertools
import os
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from psycopg import sql
from sqlalchemy import URL, make_url

from core.database import migrate, postmaster
from core.database.installation import SUPERUSER, prepare, rows_dir
from core.database.postmaster import PORT, Postmaster
from core.database.supervision import bring_up, connect, shut_down

PREFIX = "deskhand-tests-"
TEMPLATE = "deskhand_template"
STALE_AFTER = 60.0  # seconds; long enough for a run to get from its folder to its lock
MEMORY = Path("/dev/shm")
ROOM = 4 * 1024**3
HURRY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "max_connections": "300",
    "shared_buffers": "64MB",
}


class _Member:
    """This process's share in the run's server."""

    def __init__(self, folder: Path, presence: IO[str], server: Postmaster) -> None:
        self.folder = folder
        self.presence = presence
        self.server = server
        self.numbers = itertools.count(1)
        self.templates: set[str] = set()
        self.ready = False


_member: _Member | None = None


async def fresh_database() -> str:
    """The URL of a new database with our whole schema and no rows. Drop it afterwards."""
    return await _copy(await _join(), TEMPLATE)


async def empty_database() -> str:
    """The URL of a new database with nothing in it. Drop it afterwards."""
    return await _copy(await _join(), "template0")


async def furnished_database(name: str, furnish: Callable[[str], Awaitable[None]]) -> str:
    """The URL of a new database with what ``furnish`` puts into a fresh one, given its URL.

    That is done once in a run and kept under ``name``. Drop the database afterwards.
    """
    member = await _join()
    template = f"{TEMPLATE}_{name}"
    if template not in member.templates:
        with _exclusive(member.folder):
            await _ensure(member.server, template, TEMPLATE, furnish)
        member.templates.add(template)
    return await _copy(member, template)


async def drop_database(url: str) -> None:
    """Drop a database of :func:`fresh_database`, whoever is still connected to it."""
    name = make_url(url).database
    if _member is None or name is None:
        return
    async with await connect(_member.server, patience=10) as connection:
        await connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


def leave() -> None:
    """Give up this process's share; the last one out stops the server. For the session's end."""
    asyncio.run(_leave())


@contextmanager
def open_folder() -> Iterator[Path]:
    """A temporary folder that the server's own user may enter, which ``tmp_path`` is not."""
    folder = Path(tempfile.mkdtemp(prefix="deskhand-", dir=_ground()))
    folder.chmod(0o755)
    try:
        yield folder.resolve()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _leave() -> None:
    global _member
    if _member is None:
        return
    member, _member = _member, None
    with _exclusive(member.folder):
        member.presence.close()
        await _remove_unless_used(member.folder)


async def _join() -> _Member:
    global _member
    if _member is not None and _member.ready:
        return _member
    await _sweep()
    folder = _run_folder()
    with _exclusive(folder):
        if _member is None:
            folder.mkdir(exist_ok=True)
            folder.chmod(0o755)
            presence = _presence(folder)
            fcntl.flock(presence, fcntl.LOCK_SH)
            server = await bring_up(await asyncio.to_thread(prepare, folder), HURRY)
            _member = _Member(folder, presence, server)
        await _ensure(_member.server, TEMPLATE, "template0", migrate.upgrade)
        _member.ready = True
    return _member


async def _copy(member: _Member, template: str) -> str:
    name = f"t_{os.getpid()}_{next(member.numbers)}"
    async with await connect(member.server, patience=10) as connection:
        await connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
    return _url(member.server, name)


async def _ensure(
    server: Postmaster, template: str, origin: str, furnish: Callable[[str], Awaitable[None]]
) -> None:
    async with await connect(server, patience=10) as connection:
        found = await connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s AND NOT datallowconn", [template]
        )
        if await found.fetchone() is not None:
            return
        name = sql.Identifier(template)
        await connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        await connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                name, sql.Identifier(origin)
            )
        )
        await furnish(_url(server, template))
        # Closed, so that nobody's connection can keep it from being copied.
        await connection.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name))


def _url(server: Postmaster, name: str) -> str:
    query = {"host": str(server.socket_dir), "port": str(PORT)}
    url = URL.create("postgresql+psycopg", username=SUPERUSER, host="", database=name, query=query)
    return url.render_as_string(hide_password=False)


def _run_folder() -> Path:
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
    return _ground() / f"{PREFIX}{run}"


def _ground() -> Path:
    # A copy of the template is hundreds of files: made forty times as fast in memory.
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK):
        room = os.statvfs(MEMORY)
        if room.f_bavail * room.f_frsize > ROOM:
            return MEMORY
    return Path(tempfile.gettempdir()).resolve()


def _presence(folder: Path) -> IO[str]:
    return (folder / "present.lock").open("a", encoding="utf-8")


@contextmanager
def _exclusive(folder: Path) -> Iterator[None]:
    """Only one process at a time may start, join or leave the run of ``folder``."""
    path = folder.with_name(f"{folder.name}.lock")
    while True:
        with path.open("a", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            # The one before us may have ended the run and removed the file that we waited for.
            if path.exists() and path.stat().st_ino == os.fstat(lock.fileno()).st_ino:
                yield
                return


async def _remove_unless_used(folder: Path) -> None:
    with _presence(folder) as presence:
        try:
            fcntl.flock(presence, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        if postmaster.read_postmaster(rows_dir(folder)) is not None:
            await shut_down(await asyncio.to_thread(prepare, folder))
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_name(f"{folder.name}.lock").unlink(missing_ok=True)


async def _sweep() -> None:
    for folder in _ground().glob(f"{PREFIX}*"):
        try:
            if folder.is_dir() and time.time() - folder.stat().st_mtime > STALE_AFTER:
                with _exclusive(folder):
                    await _remove_unless_used(folder)
        except OSError:  # another run is sweeping the same remains
            continue
