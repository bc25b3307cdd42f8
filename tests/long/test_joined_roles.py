"""A role that has joined an embedded database, while the process that owns it comes and goes."""

import asyncio
import contextlib
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from core.database.embedded import attach_embedded
from tests.bot.cli.shell import Shell, free_port, started
from tests.postgres import open_folder

HELD = "INSERT INTO leases (name, holder, until) VALUES ('held', %s, now() + interval '1 hour')"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder of the test's own."""
    with open_folder() as path:
        yield path


@pytest.mark.long
async def test_leases_are_taken_back_only_while_nobody_else_is_at_work(folder: Path) -> None:
    port, other = free_port(), free_port()
    shell = Shell(DATA_DIR=str(folder), PORT=port, EMBEDDINGS__MODEL="none")
    async with started(shell, "run", port) as (owner, _):
        async with started(shell, "run bot worker", other) as (joined, address):
            await hold(folder)
            owner.kill()
            await owner.communicate()
            async with started(shell, "run", port) as (owner, _):
                assert await held(folder), "the one that had joined may hold it"
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
            assert not await held(folder), "nobody was left who could hold it"


async def hold(folder: Path) -> None:
    """Somebody holds a lease."""
    async with await connected(folder) as connection:
        await connection.execute(HELD, ["01a1f9ec-0000-7000-8000-000000000000"])


async def held(folder: Path) -> bool:
    """Whether the lease is still held."""
    async with await connected(folder) as connection:
        found = await connection.execute("SELECT 1 FROM leases WHERE name = 'held'")
        return await found.fetchone() is not None


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
