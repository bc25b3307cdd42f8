"""`deskhand run` and `deskhand demo` from start to stop, on an embedded database."""

import asyncio
import signal
from pathlib import Path

import httpx
import psutil

from core.database.installation import rows_dir
from core.database.postmaster import read_postmaster
from tests.bot.cli.shell import Shell, free_port, started

MOST_MEGABYTES = 250
"""Of one process that plays all roles and has no local model in its memory."""


async def test_commands_work_beside_a_running_desk_and_without(folder: Path) -> None:
    port = free_port()
    shell = Shell(DATA_DIR=str(folder), PORT=port, EMBEDDINGS__MODEL="none")
    early = (await shell("apikey", "create", "--role", "agent", "--json")).value["key"]
    assert read_postmaster(rows_dir(folder)) is None
    async with started(shell, "run", port) as (process, address):
        late = (await shell("apikey", "create", "--role", "agent", "--json")).value["key"]
        async with httpx.AsyncClient(base_url=address, trust_env=False) as client:
            for key in (early, late):
                bearer = {"Authorization": f"Bearer {key}"}
                answer = await client.get("/api/v1/tickets", headers=bearer)
                assert answer.status_code == 200
        examined = await shell("doctor", "--json")
        assert examined.value["ok"], examined.value
        names = {check["name"]: check["text"] for check in examined.value["checks"]}
        assert names["Scheduler"] == "one leads"
        everybody = "api (1), bot (1), worker (1), scheduler (1) run"
        assert names["Processes"] == everybody
        assert megabytes(process.pid) < MOST_MEGABYTES
        second = await shell("run")
        assert (second.code, f"Port {port}" in second.errors) == (1, True)
        assert (await shell("demo")).code == 1
        process.send_signal(signal.SIGTERM)
        out, errors = await asyncio.wait_for(process.communicate(), 30)
        assert (process.returncode, "Traceback" in errors.decode()) == (0, False)
        assert address in out.decode()
    assert read_postmaster(rows_dir(folder)) is None


async def test_a_single_role_attaches_to_an_embedded_database_and_starts_none(
    folder: Path,
) -> None:
    port, other = free_port(), free_port()
    shell = Shell(DATA_DIR=str(folder), PORT=port, EMBEDDINGS__MODEL="none")
    alone = await shell("run", "worker", "--port", other)
    assert alone.code == 1
    assert "is not running. Start it with `deskhand run`" in alone.errors
    assert read_postmaster(rows_dir(folder)) is None
    async with started(shell, "run", port), started(shell, "run bot scheduler", other):
        examined = await shell("doctor", "--json")
        names = {check["name"]: check["text"] for check in examined.value["checks"]}
        assert names["Processes"] == "api (1), bot (2), worker (1), scheduler (2) run"
        assert examined.value["ok"], examined.value


def megabytes(pid: int) -> float:
    """How much memory a process has in use, what it shares with others included."""
    return float(psutil.Process(pid).memory_info().rss / 2**20)


async def test_the_demo_starts_again_where_it_was_and_after_a_broken_start(folder: Path) -> None:
    port = free_port()
    shell = Shell(DATA_DIR=str(folder), PORT=port)
    process = await shell.start("demo")
    assert process.stdout is not None
    async with asyncio.timeout(60):
        while b"Founding" not in await process.stdout.readline():
            pass
    process.send_signal(signal.SIGINT)
    await asyncio.wait_for(process.communicate(), 30)
    assert (process.returncode, read_postmaster(rows_dir(folder))) == (0, None)
    for _ in range(2):
        async with started(shell, "demo", port) as (process, _address):
            process.send_signal(signal.SIGINT)
            out, errors = await asyncio.wait_for(process.communicate(), 30)
            assert (process.returncode, errors.decode()) == (0, "")
            assert "Deskhand demo" in out.decode()
    assert "Founding" not in out.decode()
    elsewhere = Shell(DATA_DIR=str(folder), PORT=port, HOST="0.0.0.0")
    refused = await elsewhere("demo")
    assert (refused.code, "on this machine only" in refused.errors) == (1, True)
