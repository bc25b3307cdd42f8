"""The running process: its loops, its web server, and coming to rest."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

import structlog

from bot.opening import Opened
from bot.outgoing import Sender
from bot.ports import ChatPlatform
from bot.router import Router
from core.database.unit_of_work import UnitOfWork
from core.events.leasing import forget_leases
from core.events.listening import Listener, keep_doing
from core.events.sequencer import sequence_events

log = structlog.get_logger()
App = Callable[..., Awaitable[None]]
"""A web application (ASGI), as far as we need to know."""


class Serve(Protocol):
    """Opens the port and serves an application until a signal comes."""

    async def __call__(
        self, app: App, host: str, port: int, *, behind_proxy: bool, on_ready: Callable[[], None]
    ) -> None:
        """``on_ready`` is called once the port is open."""


class Serving(Protocol):
    """Something that runs beside us: the scheduler, the job worker."""

    async def start(self) -> None:
        """Begin."""

    async def stop(self) -> None:
        """Come to rest; what is under way is finished."""


class Queue(Protocol):
    """Where jobs are put."""

    async def enqueue(self, uow: UnitOfWork, name: str, payload: dict[str, Any]) -> None:
        """Queue a job in the transaction of ``uow``."""


@dataclass
class Desk:
    """Everything built and wired, not yet running."""

    opened: Opened
    organisation_id: UUID
    listener: Listener
    router: Router
    sender: Sender
    scheduler: Serving
    worker: Serving
    jobs: Queue
    app: App
    serve: Serve
    platforms: dict[str, ChatPlatform]
    connecting: list[Callable[[], Coroutine[Any, Any, Any]]] = field(default_factory=list)
    closing: list[Callable[[], Coroutine[Any, Any, Any]]] = field(default_factory=list)


@asynccontextmanager
async def running(desk: Desk) -> AsyncIterator[None]:
    """All loops of the one process, until the context ends; then each comes to rest."""
    database, listener = desk.opened.database, desk.listener
    async with AsyncExitStack() as stack:
        if desk.opened.postgres is not None:
            async with database.system() as session:
                await forget_leases(session)
        await listener.start()
        stack.push_async_callback(listener.stop)
        for close in desk.closing:
            stack.push_async_callback(close)
        stack.push_async_callback(desk.sender.stop)
        stack.push_async_callback(desk.router.stop)
        await desk.worker.start()
        stack.push_async_callback(desk.worker.stop)
        await desk.scheduler.start()
        stack.push_async_callback(desk.scheduler.stop)
        loops = [
            keep_doing("receipts", desk.router.handle_waiting, listener, "receipts"),
            keep_doing("deliveries", desk.sender.send_waiting, listener, "deliveries"),
            keep_doing("events", lambda: sequence_events(database), listener, "events"),
            *(_connect(connect) for connect in desk.connecting),
        ]
        if desk.opened.postgres is not None:
            loops.append(_keep_alive(desk.opened))
        tasks = [asyncio.create_task(loop) for loop in loops]
        stack.push_async_callback(_cancel, tasks)
        async with database.unit_of_work(desk.organisation_id) as uow:
            payload = {"organisation_id": str(desk.organisation_id)}
            await desk.jobs.enqueue(uow, "refresh_handbook", payload)
        yield


async def _cancel(tasks: list[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _connect(connect: Callable[[], Coroutine[Any, Any, Any]]) -> None:
    """Try until the platform has told us who we are."""
    pause = 1.0
    while True:
        try:
            await connect()
            return
        except Exception as error:
            log.warning("platform.unreachable", error=repr(error), retry_in=pause)
        await asyncio.sleep(pause)
        pause = min(60.0, pause * 2)


async def _keep_alive(opened: Opened) -> None:
    """A killed embedded server comes back by itself."""
    while opened.postgres is not None:
        await asyncio.sleep(1.0)
        with contextlib.suppress(Exception):
            if await opened.postgres.revive():
                log.warning("postgres.revived")


async def serve(desk: Desk, on_ready: Callable[[], None]) -> None:
    """Serve the desk's application until a signal comes."""
    settings = desk.opened.settings
    behind_proxy = settings.public_url is not None
    await desk.serve(
        desk.app, settings.host, settings.port, behind_proxy=behind_proxy, on_ready=on_ready
    )
