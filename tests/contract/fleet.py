"""A desk whose roles run as processes of their own, started by ``deskhand run``."""

import asyncio
import contextlib
import json
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from core.clock import SystemClock
from core.events.listening import Listener
from tests.bot.cli.shell import ROOT, Shell, free_port
from tests.contract.drivers.pages import PageReader
from tests.contract.drivers.web import WebDriver
from tests.contract.wiring import TRIAGE, build_slack_workspace, furnish, wire
from tests.contract.world import RunningClock, World
from tests.fakes.slack import FakeSlack
from tests.postgres import drop_database, furnished_database

ROLES = ("api", "bot", "worker", "scheduler")
PASSWORD = "a password of the tests"
START_SECONDS = 60.0


@dataclass
class Member:
    """One process of the fleet."""

    roles: tuple[str, ...]
    port: str
    process: asyncio.subprocess.Process
    logged: Path

    async def ready(self) -> None:
        """Wait until all that it depends on works."""
        async with asyncio.timeout(START_SECONDS), httpx.AsyncClient(trust_env=False) as client:
            while True:
                assert self.process.returncode is None, self.logged.read_text()
                with contextlib.suppress(httpx.HTTPError):
                    answer = await client.get(f"http://127.0.0.1:{self.port}/readyz")
                    if answer.status_code == 200:
                        return
                await asyncio.sleep(0.05)

    async def get(self, path: str) -> httpx.Response:
        """What it answers at an address of its own."""
        async with httpx.AsyncClient(trust_env=False) as client:
            return await client.get(f"http://127.0.0.1:{self.port}{path}")

    async def kill(self) -> None:
        """As with kill -9."""
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        """Ask it to end, as a service manager does; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), 30)

    def lines(self) -> list[dict[str, Any]]:
        """What it has logged."""
        return [
            json.loads(line) for line in self.logged.read_text().splitlines() if line[:1] == "{"
        ]


@dataclass
class Fleet(World):
    """A world that is worked by other processes; time goes as it goes."""

    shell: Shell = field(default_factory=Shell)
    port: str = ""
    members: list[Member] = field(default_factory=list)

    def client(self) -> httpx.AsyncClient:
        """Somebody who speaks to the process that serves."""
        return self.client_at(self.port)

    def client_at(self, port: str) -> httpx.AsyncClient:
        """Somebody who speaks to the process at that port."""
        origin = f"http://127.0.0.1:{port}"
        client = httpx.AsyncClient(base_url=origin, trust_env=False, timeout=15)
        self.clients.append(client)
        return client

    async def settled(self) -> None:
        """Wait until nothing is left, as long as something is done meanwhile: Slack takes a post
        a second, and what was sent leaves marks to be set."""
        while await self.left():
            before = await self.done()

            async def more(than: int = before) -> bool:
                return await self.done() > than or await self.left() == 0

            await self.until(more, f"more than {before} things handled and sent")

    async def done(self) -> int:
        """How much was handled, sent (or need not be) and put in order by now."""
        return await self._count(
            "SELECT (SELECT count(*) FROM receipts WHERE state <> 'received')"
            " + (SELECT count(*) FROM deliveries"
            "    WHERE state NOT IN ('queued', 'sending', 'checking'))"
            " + (SELECT count(*) FROM events WHERE position IS NOT NULL)"
        )

    async def start(self, *roles: str, port: str | None = None) -> Member:
        """Begin a process with these roles."""
        port = port or (self.port if "api" in roles else free_port())
        logged = self.files_folder / f"log-{len(self.members)}"
        with logged.open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run", *roles, "--port", port),
                cwd=ROOT,
                env=self.shell.environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=log,
            )
        member = Member(roles, port, process, logged)
        self.members.append(member)
        return member

    async def start_each(self) -> dict[str, Member]:
        """A process for each role, at work."""
        started = {role: await self.start(role) for role in ROLES}
        await asyncio.gather(*(member.ready() for member in started.values()))
        return started


class PasswordDriver(WebDriver):
    """The web chat for people who sign in with a password."""

    async def _sign_in(self, who: str) -> httpx.AsyncClient:
        client = self.world.client()
        page = PageReader((await client.get("/sign-in")).text)
        said = {"csrf": page.csrf, "email": f"{who}@example.org", "password": PASSWORD}
        answer = await client.post("/sign-in", data=said)
        assert answer.headers["location"] == "/chat", answer.text
        return client


@asynccontextmanager
async def a_fleet() -> AsyncIterator[Fleet]:
    """A database and a Slack; no process is started yet, and none is left over."""
    url = await furnished_database("contract", furnish)
    fake = build_slack_workspace(SystemClock())
    await fake.start()
    folder = await asyncio.to_thread(tempfile.mkdtemp, prefix="deskhand-fleet-")
    clock, nothing = RunningClock(), frozenset[Any]()
    database, organisation_id, desk = await wire(url, clock, fake.api_url, folder, nothing)
    desk.listener = Listener(url)
    settings = {
        "DATABASE_URL": url,
        "SECRET_KEY": "k" * 40,
        "PORT": free_port(),
        "FILES__URL": folder,
        "SLACK__BOT_TOKEN": FakeSlack.token,
        "SLACK__SIGNING_SECRET": FakeSlack.signing_secret,
        "SLACK__TRIAGE_CHANNEL": TRIAGE,
        "SLACK__API_URL": fake.api_url,
    }
    fleet = Fleet(database, organisation_id, clock, desk, fake, url, patience=75.0, pace=0.0)
    fleet.shell, fleet.port = Shell(**settings), settings["PORT"]
    fake.send.client = fleet.client()
    await desk.listener.start()
    fleet.listen()
    try:
        yield fleet
    finally:
        for member in fleet.members:
            if member.process.returncode is None:
                await member.kill()
        await fleet.rest()
        await desk.listener.stop()
        for client in fleet.clients:
            await client.aclose()
        await fake.stop()
        shutil.rmtree(folder, ignore_errors=True)
        await database.close()
        await drop_database(url)
