"""Runs the ``deskhand`` command as people do: as a process of its own."""

import asyncio
import json
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    errors: str

    @property
    def value(self) -> Any:
        """Its answer as JSON."""
        return json.loads(self.out)


class Shell:
    """Runs commands with our settings and nobody else's."""

    def __init__(self, **settings: str) -> None:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("DESKHAND_")}
        own = {f"DESKHAND_{name}": value for name, value in settings.items()}
        self.environment = {**kept, **own, "NO_COLOR": "1", "COLUMNS": "200"}

    async def start(self, *words: str) -> asyncio.subprocess.Process:
        """Begin a command."""
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *words,
            cwd=ROOT,
            env=self.environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def __call__(self, *words: str, said: str = "") -> Ended:
        """Run a command to its end."""
        process = await self.start(*words)
        out, errors = await asyncio.wait_for(process.communicate(said.encode()), 60)
        assert process.returncode is not None
        return Ended(process.returncode, out.decode(), errors.decode())


def free_port() -> str:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


@asynccontextmanager
async def started(
    shell: Shell, word: str, port: str
) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """A desk that answers, and its address."""
    process = await shell.start(word)
    address = f"http://127.0.0.1:{port}"
    try:
        async with asyncio.timeout(60), httpx.AsyncClient(trust_env=False) as client:
            while True:
                assert process.returncode is None, (await process.communicate())[1].decode()
                try:
                    if (await client.get(f"{address}/healthz")).status_code == 200:
                        break
                except httpx.HTTPError:
                    await asyncio.sleep(0.05)
        yield process, address
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()
