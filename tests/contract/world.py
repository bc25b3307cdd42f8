"""A whole desk for tests: the real wiring and loops, a real database, and a fake Slack."""

import asyncio
import contextlib
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import httpx
from fastapi import FastAPI

from bot.process.running import Desk
from core.access.actor import Actor
from core.access.keys import create_key
from core.database.unit_of_work import Database
from core.people.actors import actor_for
from tests.builders import MovableClock, Office
from tests.contract.chats import CHATS, Chat
from tests.contract.wiring import (
    ADDRESS,
    build_slack_workspace,
    furnish,
    loops_of,
    wire,
)
from tests.fakes.slack import FakeSlack
from tests.postgres import drop_database, furnished_database

T = TypeVar("T")
PATIENCE = 60.0
GLANCE = 0.05  # seconds of a test's time between two looks when nothing is heard
STEP = 1.0  # seconds of the desk's time meanwhile
POLL = 0.3  # seconds between two looks of a loop that hears of nothing: what it does is announced


class RunningClock(MovableClock):
    """Runs like any clock, and can be moved on besides."""

    def __init__(self) -> None:
        super().__init__(datetime.now(UTC))
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The time of day, and what it was moved on by."""
        return datetime.now(UTC) + self._ahead

    def move(self, **by: float) -> datetime:
        """Move on by so many seconds, minutes, hours, days; the new time."""
        self._ahead += timedelta(**by)
        return self.now()


@dataclass
class World:
    """The desk at work. Loops run until :meth:`rest`; :meth:`work` wakes them again."""

    database: Database
    organisation_id: UUID
    clock: RunningClock
    desk: Desk
    slack: FakeSlack
    url: str
    chats: dict[str, Chat] = field(default_factory=dict)
    loops: list[asyncio.Task[None]] = field(default_factory=list)
    clients: list[httpx.AsyncClient] = field(default_factory=list)
    keys: dict[str, dict[str, str]] = field(default_factory=dict)
    patience: float = PATIENCE
    pace: float = STEP
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def office(self) -> Office:
        """The organisation through its use cases."""
        return Office(self.database, self.organisation_id, self.clock)

    @property
    def files_folder(self) -> Path:
        """Where files are kept."""
        settings = self.desk.opened.settings.files
        assert settings is not None
        assert settings.url is not None
        return Path(settings.url)

    @property
    def api(self) -> FastAPI:
        """The application."""
        assert isinstance(self.desk.app, FastAPI)
        return self.desk.app

    def client(self) -> httpx.AsyncClient:
        """Somebody who speaks HTTP to the desk."""
        transport = httpx.ASGITransport(app=self.desk.app, raise_app_exceptions=False)
        client = httpx.AsyncClient(transport=transport, base_url=ADDRESS)
        self.clients.append(client)
        return client

    async def person(self, key: str, surface: str = "api") -> Actor:
        """One of the people as an actor."""
        email = f"{key}@example.org"
        [(person_id,)] = await self.office.sql("SELECT id FROM people WHERE email = :e", e=email)
        found = await self.office.do(actor_for, person_id, surface)
        assert found is not None
        return found

    async def key(self, who: str) -> dict[str, str]:
        """Headers with an API key of that person's, made when first asked for."""
        if who not in self.keys:
            person, admin = await self.person(who), await self.person("alex")
            made = await self.office.do(
                create_key, admin, role=person.role, scopes=[], person_id=person.person_id
            )
            self.keys[who] = {"Authorization": f"Bearer {made.secret}"}
        return self.keys[who]

    def work(self) -> None:
        """Begin to handle, to send and to put events in order."""
        self.listen(*loops_of(self.desk, poll=POLL))

    def listen(self, *doings: Coroutine[Any, Any, None]) -> None:
        """Hear of what is new anywhere, beside ``doings``."""
        hearing = [*doings, self._hear_posts(), self._hear(self.slack.changed)]
        hearing += [self._hear(chat.changed) for chat in self.chats.values()]
        self.loops = [asyncio.create_task(doing) for doing in hearing]

    async def _hear_posts(self) -> None:
        async with self.desk.listener.subscribe("chat_posts") as news:
            async for _ in news:
                self._news.set()

    async def _hear(self, changed: asyncio.Condition) -> None:
        async with changed:
            while True:
                await changed.wait()
                self._news.set()

    async def rest(self) -> None:
        """Stop the loops; what is being sent is finished."""
        for loop in self.loops:
            loop.cancel()
        await asyncio.gather(*self.loops, return_exceptions=True)
        await self.desk.router.stop()
        await self.desk.sender.stop()

    async def until(
        self,
        happened: Callable[[], Awaitable[T | None]],
        what: str = "",
        *,
        step: float | None = None,
    ) -> T:
        """Wait until ``happened`` answers something true, and give that back.

        The desk's clock runs fast meanwhile (``step`` seconds a look), so that pauses end.
        """
        step = self.pace if step is None else step
        ends = time.monotonic() + self.patience
        while True:
            began = time.monotonic()
            if found := await happened():
                return found
            if (looked := time.monotonic()) > ends:
                raise AssertionError(f"did not happen: {what or happened}")
            self._news.clear()
            await asyncio.sleep(looked - began)  # looking takes half of the time at most
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), GLANCE)
            self.clock.move(seconds=step)

    async def given_up(self) -> None:
        """Wait until what cannot be handled is no longer tried."""

        async def dead() -> bool:
            rows = await self._count("SELECT count(*) FROM receipts WHERE state = 'received'")
            return rows == 0

        await self.until(dead, "given up", step=20.0)

    async def settled(self) -> None:
        """Wait until nothing is to be handled, sent or put in order."""
        await self.until(self._is_settled, "everything handled and sent")

    async def _is_settled(self) -> bool:
        return await self.left() == 0

    async def left(self) -> int:
        """How much is still to be handled, sent or put in order."""
        return await self._count(
            "SELECT (SELECT count(*) FROM receipts WHERE state = 'received')"
            " + (SELECT count(*) FROM deliveries"
            "    WHERE state IN ('queued', 'sending', 'checking'))"
            " + (SELECT count(*) FROM events WHERE position IS NULL)"
        )

    async def _count(self, query: str) -> int:
        async with self.database.owner() as session:
            connection = await session.connection()
            return int((await connection.exec_driver_sql(query)).scalar_one())


@asynccontextmanager
async def a_world(*platforms: str, over_sockets: bool = False) -> AsyncIterator[World]:
    """A desk on a database of its own, at work until the context ends, with these chats too."""
    url = await furnished_database("contract", furnish)
    clock = RunningClock()
    fake = build_slack_workspace(clock)
    await fake.start()
    folder = await asyncio.to_thread(tempfile.mkdtemp, prefix="deskhand-files-")
    chats = {slug: CHATS[slug](clock) for slug in platforms}
    for chat in chats.values():
        await chat.start()
    database, organisation_id, desk = await wire(
        url,
        clock,
        fake.api_url,
        folder,
        chats=tuple(chats.values()),
        over_sockets=over_sockets,
    )
    world = World(database, organisation_id, clock, desk, fake, url, chats)
    fake.send.client = world.client()
    fake.send.by_socket = over_sockets
    fake.socket_host.patience = PATIENCE
    for chat in chats.values():
        chat.reach(world.client())
    await desk.listener.start()
    world.work()
    try:
        yield world
    finally:
        fake.heal()
        for chat in chats.values():
            chat.heal()
        await world.rest()
        await desk.listener.stop()
        for client in world.clients:
            await client.aclose()
        for close in desk.closing:
            await close()
        for chat in (fake, *chats.values()):
            await chat.stop()
        shutil.rmtree(world.files_folder, ignore_errors=True)
        await database.close()
        await drop_database(url)
