"""The embedded Postgres through first starts, restarts, kills and a second owner."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from core.database.embedded import (
    AlreadyOwned,
    EmbeddedPostgres,
    NotRunning,
    attach_embedded,
    start_embedded,
)
from core.database.installation import rows_dir
from core.database.postmaster import read_postmaster
from tests.core.database.owners import lives, owner, run_sql, wait_until_dead
from tests.postgres import open_folder


@pytest.fixture
def folder() -> Iterator[Path]:
    with open_folder() as path:
        yield path


@pytest.fixture(scope="module")
async def running() -> AsyncIterator[EmbeddedPostgres]:
    """One server for the tests that leave it running."""
    with open_folder() as path:
        async with await start_embedded(path, {"fsync": "off"}) as server:
            yield server


async def test_a_first_start_serves_and_a_second_start_keeps_the_rows(folder: Path) -> None:
    data_dir = folder / "not" / "there yet"
    async with await start_embedded(data_dir) as server:
        first = server.pid
        assert await server.create_database("desk")
        await run_sql(
            server.url("desk"), "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)"
        )
    assert not lives(first)
    async with await start_embedded(data_dir) as server:
        assert not await server.create_database("desk")
        assert await run_sql(server.url("desk"), "SELECT n FROM kept", "SHOW fsync") == [7, "on"]


async def test_a_second_owner_is_refused_in_words(running: EmbeddedPostgres) -> None:
    with pytest.raises(AlreadyOwned, match=f"already runs on .*process {os.getpid()}"):
        await start_embedded(running.data_dir)
    assert await run_sql(running.url("postgres"), "SELECT 1") == [1]


async def test_another_process_attaches_and_cannot_stop_it(running: EmbeddedPostgres) -> None:
    attached = await attach_embedded(running.data_dir)
    await attached.stop()
    assert attached.url("postgres") == running.url("postgres")
    assert await run_sql(attached.url("postgres"), "SELECT 1") == [1]


async def test_attaching_to_nothing_says_what_to_do(folder: Path) -> None:
    with pytest.raises(NotRunning, match="deskhand run"):
        await attach_embedded(folder)


async def test_a_killed_owner_leaves_a_server_that_the_next_one_adopts(folder: Path) -> None:
    async with owner(folder) as (process, pid):
        process.kill()
        await process.wait()
        assert lives(pid)
        async with await start_embedded(folder) as server:
            assert server.pid == pid
            assert await run_sql(server.url("postgres"), "SELECT 1") == [1]
        assert not lives(pid)


async def test_interrupting_the_owner_stops_the_server(folder: Path) -> None:
    async with owner(folder) as (process, pid):
        process.send_signal(signal.SIGINT)
        await asyncio.wait_for(process.wait(), 20)
        assert not lives(pid)
        assert not (rows_dir(folder) / "postmaster.pid").exists()


async def test_a_start_that_is_interrupted_leaves_nothing_running(folder: Path) -> None:
    starting = asyncio.create_task(start_embedded(folder, {"fsync": "off"}))
    async with asyncio.timeout(60):
        while (server := read_postmaster(rows_dir(folder))) is None:
            await asyncio.sleep(0.001)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert not lives(server.pid)
    async with await start_embedded(folder, {"fsync": "off"}) as again:
        assert again.pid != server.pid


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's server runs as another user")
async def test_a_killed_server_is_revived_with_what_it_acknowledged(folder: Path) -> None:
    async with await start_embedded(folder) as server:
        url = server.url("postgres")
        await run_sql(url, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)")
        assert not await server.revive()
        killed = server.pid
        os.kill(killed, signal.SIGKILL)
        await wait_until_dead(killed)
        assert await server.revive()
        assert server.pid != killed
        assert server.url("postgres") == url
        assert await run_sql(url, "SELECT n FROM kept") == [7]


async def test_a_pid_file_that_names_somebody_elses_process_is_no_obstacle(folder: Path) -> None:
    async with await start_embedded(folder, {"fsync": "off"}) as server:
        pidfile = rows_dir(folder) / "postmaster.pid"
        stale = pidfile.read_text("utf-8").splitlines()
        killed = server.pid
        os.kill(killed, signal.SIGKILL)
        await wait_until_dead(killed)
    pidfile.write_text("\n".join([str(os.getpid()), *stale[1:]]) + "\n", "utf-8")
    with pytest.raises(NotRunning):
        await attach_embedded(folder)
    async with await start_embedded(folder) as server:
        assert server.pid not in (killed, os.getpid())
