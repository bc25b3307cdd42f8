"""A role that has joined an embedded database, while the process that owns it comes and goes."""

import asyncio
import base64
import contextlib
import signal
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import httpx
import psycopg
import pytest

from core.database.embedded import attach_embedded
from core.events.presence import PREFIX
from tests.bot.cli.shell import Shell, free_port, started
from tests.postgres import open_folder

HOLD = "INSERT INTO leases (name, holder, until) VALUES (%s, %s, now() + interval '1 hour')"
JOINED = "SELECT application_name FROM pg_stat_activity WHERE application_name LIKE %s"
NOBODY = UUID("01a1f9ec-0000-7000-8000-000000000000")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder of the test's own."""
    with open_folder() as path:
        yield path


@pytest.mark.long
async def test_leases_of_who_is_at_work_stay_when_the_database_s_owner_comes_and_goes(
    folder: Path,
) -> None:
    port, other = free_port(), free_port()
    shell = Shell(DATA_DIR=str(folder), PORT=port, EMBEDDINGS__MODEL="none")
    async with started(shell, "run", port) as (owner, _):
        async with started(shell, "run bot worker", other) as (joined, address):
            await hold(folder, "lost", NOBODY)
            await hold(folder, "held", await process_of(folder, "bot+worker"))
            owner.kill()
            await owner.communicate()
            async with started(shell, "run", port) as (owner, _):
                await freed(folder, "lost")
                assert await is_held(folder, "held"), "the one that had joined holds it"
                owner.send_signal(signal.SIGTERM)
                await asyncio.wait_for(owner.communicate(), 30)
                assert owner.returncode == 0
            async with started(shell, "run", port) as (owner, _):
                await ready(address)
                joined.send_signal(signal.SIGTERM)
                await asyncio.wait_for(joined.communicate(), 30)
                assert joined.returncode == 0
                owner.kill()
                await owner.communicate()
        async with started(shell, "run", port):
            await freed(folder, "held")


async def process_of(folder: Path, roles: str) -> UUID:
    """The name under which the process with these roles holds leases."""
    async with await connected(folder) as connection:
        found = await connection.execute(JOINED, [f"{PREFIX}{roles} %"])
        [(name,)] = await found.fetchall()
    return UUID(bytes=base64.urlsafe_b64decode(f"{name.split()[-1]}=="))


async def hold(folder: Path, name: str, process: UUID) -> None:
    """That process holds a lease."""
    async with await connected(folder) as connection:
        await connection.execute(HOLD, [name, process])


async def is_held(folder: Path, name: str) -> bool:
    """Whether somebody holds the lease."""
    async with await connected(folder) as connection:
        found = await connection.execute("SELECT 1 FROM leases WHERE name = %s", [name])
        return await found.fetchone() is not None


async def freed(folder: Path, name: str) -> None:
    """Wait until nobody holds the lease."""
    async with asyncio.timeout(30):
        while await is_held(folder, name):
            await asyncio.sleep(0.1)


async def connected(folder: Path) -> psycopg.AsyncConnection:
    """A connection to the embedded database, while somebody runs it."""
    url = (await attach_embedded(folder)).url("deskhand").replace("+psycopg", "")
    return await psycopg.AsyncConnection.connect(url, autocommit=True)


async def ready(address: str) -> None:
    """Wait until a process finds its database again."""
    async with asyncio.timeout(30), httpx.AsyncClient(trust_env=False) as client:
        while True:
            with contextlib.suppress(httpx.HTTPError):
                if (await client.get(f"{address}/readyz")).status_code == 200:
                    return
            await asyncio.sleep(0.1)
