"""Processes that own an embedded Postgres, and how to look at what they leave."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from core.database.installation import prepare
from core.database.supervision import shut_down

OWNER = """
import asyncio, sys
from pathlib import Path
from core.database.embedded import start_embedded

async def main():
    async with await start_embedded(Path(sys.argv[1]), {"fsync": "off"}) as server:
        print("ready", server.pid, file=sys.stderr, flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


@asynccontextmanager
async def owner(
    data_dir: Path, **environment: str
) -> AsyncIterator[tuple[asyncio.subprocess.Process, int]]:
    """Another process that owns the server of ``data_dir``, and the server's number."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        OWNER,
        str(data_dir),
        cwd=Path(__file__).parents[3],
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    try:
        said = (await asyncio.wait_for(process.stderr.readline(), 20)).split()
        assert said[:1] == [b"ready"], [*said, await process.stderr.read()]
        yield process, int(said[1])
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await shut_down(prepare(data_dir))


async def run_sql(url: str, *statements: str) -> list[object]:
    """What each statement answers first, in one transaction."""
    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            results = [await connection.execute(text(statement)) for statement in statements]
            return [result.scalar() if result.returns_rows else None for result in results]
    finally:
        await engine.dispose()


def lives(pid: int) -> bool:
    """Whether that process is at work; a zombie is not."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


async def wait_until_dead(pid: int) -> None:
    """Wait for that process to end, ten seconds at most."""
    async with asyncio.timeout(60):
        while lives(pid):
            await asyncio.sleep(0.01)
