"""Runs the ``deskhand`` command as people do: as a process of its own."""

import asyncio
import json
import os
import re
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ASKED = re.compile(r"(?:password|confirmation): ")
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

    async def at_a_terminal(self, *words: str, typed: Sequence[str]) -> str:
        """Run a command that asks, with a person typing; all that its screen showed."""
        ours, theirs = os.openpty()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *words,
            cwd=ROOT,
            env=self.environment,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,  # or it would ask at the terminal of who runs the tests
        )
        os.close(theirs)
        try:
            return await asyncio.wait_for(asyncio.to_thread(_converse, ours, list(typed)), 60)
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()
            os.close(ours)


def _converse(terminal: int, typed: list[str]) -> str:
    """Type a line whenever something is asked, and read until the other side is gone."""
    screen, answered = "", 0
    while True:
        try:
            shown = os.read(terminal, 1000)
        except OSError:  # what Linux says of a terminal whose other side was closed
            shown = b""
        if not shown:
            return screen
        screen += shown.decode()
        while len(ASKED.findall(screen)) > answered < len(typed):
            os.write(terminal, f"{typed[answered]}\n".encode())
            answered += 1


def free_port() -> str:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


@asynccontextmanager
async def started(
    shell: Shell, word: str, port: str
) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """A desk that answers at that port, and its address."""
    named = ["--port", port] if " " in word else []
    process = await shell.start(*word.split(), *named)
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
