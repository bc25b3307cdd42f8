"""`deskhand run` and `deskhand demo` from start to stop, on an embedded database."""

import asyncio
import signal
from pathlib import Path

import httpx

from core.database.installation import rows_dir
from core.database.postmaster import read_postmaster
from tests.bot.cli.shell import Shell, free_port, started


async def test_commands_work_beside_a_running_desk_and_without(folder: Path) -> None:
    port = free_port()
    shell = Shell(DATA_DIR=str(folder), PORT=port)
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
        second = await shell("run")
        assert (second.code, f"Port {port}" in second.errors) == (1, True)
        assert (await shell("demo")).code == 1
        process.send_signal(signal.SIGTERM)
        out, errors = await asyncio.wait_for(process.communicate(), 30)
        assert (process.returncode, "Traceback" in errors.decode()) == (0, False)
        assert address in out.decode()
    assert read_postmaster(rows_dir(folder)) is None


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
