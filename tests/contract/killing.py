"""Desks in processes of their own that die where a test wants it, and what must be true after."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr
from sqlalchemy import text

from tests.contract.world import World

ROOT = Path(__file__).parents[2]


@dataclass
class Mortal:
    """Starts desks that die; one at a time."""

    process: asyncio.subprocess.Process

    async def order(self, world: World, point: str, platform: str) -> "Dying":
        """A desk on the world's database and chats that will die at that point."""
        order = {
            "url": world.url,
            "api_url": world.slack.api_url,
            "chats": _leading_to(world),
            "point": point,
            "platform": platform,
        }
        told = await self._ask(order)
        return Dying(self, told["port"], told["pid"])

    async def begin(self, role: str, world: World, lease: float, **more: Any) -> "Dying":
        """A process that plays a role beside others; ``more`` is said in the order."""
        order = {
            "roles": [role],
            "url": world.url,
            "api_url": world.slack.api_url,
            "files": str(world.files_folder),
            "lease": lease,
        }
        told = await self._ask({**order, **more})
        return Dying(self, told["port"], told["pid"])

    async def has_ended(self, pid: int) -> bool:
        """Whether it has died; once it has, this must not be asked again."""
        ended = (await self._ask({"reap": pid}))["ended"]
        assert ended in {None, -signal.SIGKILL}
        return ended is not None

    async def _ask(self, order: dict[str, Any]) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        await self.process.stdin.drain()
        return await self.heard()

    async def heard(self) -> dict[str, Any]:
        """What it says next."""
        assert self.process.stdout is not None
        async with asyncio.timeout(60):
            line = await self.process.stdout.readline()
        found: dict[str, Any] = json.loads(line)
        return found


@dataclass
class Dying:
    """A desk that will die."""

    mortal: Mortal
    port: int
    pid: int

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    async def ended(self) -> None:
        """Wait until it was killed."""
        try:
            said = await self.mortal.heard()
        except TimeoutError:
            await self.end()
            raise AssertionError("the point was never reached") from None
        assert said == {"ended": -signal.SIGKILL}

    async def end(self) -> None:
        """Kill it, so that the next test's can be ordered, whatever became of this one's."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        await self.mortal.heard()


@asynccontextmanager
async def mortals() -> AsyncIterator[Mortal]:
    """A process that has loaded everything and forks desks."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.crashing",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=ROOT,
    )
    try:
        yield Mortal(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        try:
            async with asyncio.timeout(10):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


@asynccontextmanager
async def instead_of_us(
    world: World, mortal: Mortal, point: str, platform: str
) -> AsyncIterator[Dying]:
    """While this lasts the dying desk is the only one at work; then it is dead, and we go on."""
    await world.settled()
    await world.rest()
    await _forget(world)
    dying = await mortal.order(world, point, platform)
    ours = world.slack.send.client
    async with httpx.AsyncClient(base_url=dying.url) as client:
        world.slack.send.client = client
        try:
            yield dying
        except BaseException:
            await dying.end()
            raise
        await dying.ended()
    world.slack.send.client = ours
    await _forget(world)
    world.work()


def _leading_to(world: World) -> dict[str, dict[str, Any]]:
    """The settings of each chat beside Slack, to be told to a process."""
    groups = [item for chat in world.chats.values() for item in chat.settings().items()]
    return {slug: {name: _open(value) for name, value in group} for slug, group in groups}


def _open(value: Any) -> Any:
    return value.get_secret_value() if isinstance(value, SecretStr) else value


async def _forget(world: World) -> None:
    """Let every lease run out at once."""
    async with world.database.system() as session:
        await session.execute(text("DELETE FROM leases"))
        for table in ("receipts", "deliveries"):
            await session.execute(text(f"UPDATE {table} SET leased_until = NULL"))


async def unanswered(request: Any) -> bool:
    """Whether the desk died before it answered."""
    with contextlib.suppress(httpx.TransportError):
        answer = await request
        return bool(getattr(answer, "status_code", 200) >= 500)
    return True
