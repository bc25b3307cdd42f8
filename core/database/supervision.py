"""Bringing an embedded Postgres up until it answers, and shutting it down for certain."""

import asyncio
import os
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import psycopg
import structlog

from core.database import postmaster
from core.database.installation import SUPERUSER, Installation, Refused
from core.database.postmaster import PORT, Postmaster

P = ParamSpec("P")
T = TypeVar("T")

log = structlog.get_logger(__name__)

PATIENCE = 300.0  # seconds for a server to replay what a crash left to it
ATTEMPTS = 10
PASSING = ("is still in use", "already exists")  # remains of a killed server, going away
STOP_PATIENCE = 30.0
MAINTENANCE = "postgres"


async def bring_up(place: Installation, options: Mapping[str, str]) -> Postmaster:
    """Adopt or start the server and wait until it answers. Raises :class:`Refused`."""
    now = asyncio.get_running_loop().time
    deadline = now() + PATIENCE
    starts, said = 0, ""
    while now() < deadline:
        server = postmaster.read_postmaster(place.pgdata)
        if server is not None and postmaster.is_running(server, place.pgdata):
            if await answers(server, place.pgdata):
                log.info("database.ready", pid=server.pid, started=starts > 0)
                return server
            await asyncio.sleep(0.05)
            continue
        if starts and not (starts < ATTEMPTS and _is_passing(place)):
            break
        await asyncio.sleep(0.2 * starts)
        postmaster.forget_dead(place.pgdata, server)
        said = await in_thread(postmaster.start, place, options)
        starts += 1
    problem = postmaster.last_words(place.pgdata) or said or "it does not answer"
    raise Refused(problem.rstrip("."))


async def shut_down(place: Installation) -> None:
    """Stop the server without waiting for its sessions; harder if it does not obey."""
    server = postmaster.read_postmaster(place.pgdata)
    if server is None:
        return
    for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if postmaster.is_running(server, place.pgdata):
            log.info("database.stopping", pid=server.pid, signal=how.name)
            os.kill(server.pid, how)
            await _wait_for_end(server, place.pgdata)
    if server.socket_dir is not None and server.socket_dir != place.pgdata:
        with suppress(OSError):
            server.socket_dir.rmdir()


async def _wait_for_end(server: Postmaster, pgdata: Path) -> None:
    now = asyncio.get_running_loop().time
    deadline = now() + STOP_PATIENCE
    while now() < deadline:
        if not postmaster.is_running(server, pgdata):
            return
        await asyncio.sleep(0.02)


def _is_passing(place: Installation) -> bool:
    words = postmaster.last_words(place.pgdata)
    return any(sign in words for sign in PASSING)


async def answers(server: Postmaster, pgdata: Path) -> bool:
    """Whether a server answers there, and is the one that serves these rows."""
    if server.socket_dir is None:
        return False
    try:
        async with await connect(server, patience=2) as connection:
            found = await connection.execute("SELECT current_setting('data_directory')")
            row = await found.fetchone()
    except psycopg.Error:
        return False
    return row is not None and Path(row[0]) == pgdata


async def connect(server: Postmaster, patience: int) -> psycopg.AsyncConnection[Any]:
    """A session of the superuser outside all of our databases."""
    return await psycopg.AsyncConnection.connect(
        host=str(server.socket_dir),
        port=PORT,
        user=SUPERUSER,
        dbname=MAINTENANCE,
        connect_timeout=patience,
        autocommit=True,
    )


async def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run blocking work to its end even when we are cancelled meanwhile."""
    job = asyncio.ensure_future(asyncio.to_thread(work, *args, **kwargs))
    try:
        return await asyncio.shield(job)
    except asyncio.CancelledError:
        await asyncio.wait([job])
        raise
