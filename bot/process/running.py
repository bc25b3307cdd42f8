"""The running process: what each of its roles runs, its web server, and coming to rest.

``api`` needs nothing but the web server; ``bot`` runs the loops of receipts and
deliveries; ``worker`` the jobs (housekeeping among them); ``scheduler`` the ticks, and
the sequencer, of which any number may run.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

import structlog

from bot.ports import ChatPlatform
from bot.ports_plugins import Visitor, WhoIsThere
from bot.process.opening import Opened
from bot.process.roles import ALL, ProcessRole, Roles
from bot.receiving.router import Router
from bot.sending.outgoing import Sender
from core.conversation.files import Files
from core.database.unit_of_work import UnitOfWork
from core.events.listening import Listener, keep_doing
from core.events.reclaiming import Reclaimer
from core.events.sequencer import sequence_events

log = structlog.get_logger()
GRACE = 10.0
"""Seconds in which what is under way may finish; service managers wait for thirty."""
LOOK = 1.0
"""Seconds between two looks at who of those that hold something is missing."""
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


class JobQueue(Protocol):
    """Where jobs are put."""

    async def enqueue(self, uow: UnitOfWork, name: str, payload: dict[str, Any]) -> None:
        """Queue a job in the transaction of ``uow``."""


async def _nobody(request: Any) -> Visitor | None:
    return None


@dataclass
class Desk:
    """Everything built and wired, not yet running. ``who`` tells who is at a browser."""

    opened: Opened
    organisation_id: UUID
    listener: Listener
    router: Router
    sender: Sender
    scheduler: Serving
    worker: Serving
    jobs: JobQueue
    app: App
    serve: Serve
    platforms: dict[str, ChatPlatform]
    roles: Roles = ALL
    files: Files | None = None
    connecting: list[Callable[[], Coroutine[Any, Any, Any]]] = field(default_factory=list)
    looping: list[Callable[[], Coroutine[Any, Any, None]]] = field(default_factory=list)
    who: WhoIsThere = _nobody
    closing: list[Callable[[], Coroutine[Any, Any, Any]]] = field(default_factory=list)


@asynccontextmanager
async def running(desk: Desk) -> AsyncIterator[None]:
    """All that the desk's roles run, until the context ends; then each comes to rest."""
    async with AsyncExitStack() as stack:
        await desk.listener.start()
        stack.push_async_callback(desk.listener.stop)
        for close in desk.closing:
            stack.push_async_callback(close)
        stack.push_async_callback(_rest, desk)
        if ProcessRole.WORKER in desk.roles:
            await desk.worker.start()
        if ProcessRole.SCHEDULER in desk.roles:
            await desk.scheduler.start()
        tasks = [asyncio.create_task(loop) for loop in _loops(desk)]
        stack.push_async_callback(_cancel, tasks)
        if ProcessRole.WORKER in desk.roles:
            async with desk.opened.database.unit_of_work(desk.organisation_id) as uow:
                payload = {"organisation_id": str(desk.organisation_id)}
                await desk.jobs.enqueue(uow, "refresh_handbook", payload)
        log.info("desk.runs", pid=os.getpid())
        yield
        log.info("desk.stops")


def _loops(desk: Desk) -> list[Coroutine[Any, Any, None]]:
    database, listener = desk.opened.database, desk.listener
    loops = [_connect(connect) for connect in desk.connecting]
    if ProcessRole.BOT in desk.roles:
        loops += [
            keep_doing("receipts", desk.router.handle_waiting, listener, "receipts"),
            keep_doing("deliveries", desk.sender.send_waiting, listener, "deliveries"),
        ]
        loops += [loop() for loop in desk.looping]
    if ProcessRole.SCHEDULER in desk.roles:
        loops.append(keep_doing("events", lambda: sequence_events(database), listener, "events"))
    if desk.roles & {ProcessRole.BOT, ProcessRole.WORKER}:
        loops.append(_reclaim(Reclaimer(database)))
    if desk.opened.owns_server:
        loops.append(_keep_alive(desk.opened))
    return loops


async def _reclaim(reclaimer: Reclaimer) -> None:
    """What a process held that died goes on here soon."""
    while True:
        await asyncio.sleep(LOOK)
        try:
            await reclaimer.look()
        except Exception as error:
            log.warning("leases.not_reclaimed", error=repr(error))


async def _rest(desk: Desk) -> None:
    """Finish what is under way, all parts at the same time, and leave the rest to others."""
    ends = await asyncio.gather(
        desk.router.rest(GRACE),
        desk.sender.rest(GRACE),
        desk.worker.stop(),
        desk.scheduler.stop(),
        return_exceptions=True,
    )
    for error in ends:
        if isinstance(error, Exception):
            log.warning("desk.rest", error=repr(error))


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
    said = ""
    while opened.postgres is not None:
        await asyncio.sleep(1.0)
        try:
            if await opened.postgres.revive():
                log.warning("postgres.revived")
            said = ""
        except Exception as error:
            # A loop's boundary: it is tried again, whatever is in the way, and told once.
            if said != repr(error):
                said = repr(error)
                log.warning("postgres.not_revived", error=said)


async def serve(desk: Desk, on_ready: Callable[[], None], port: int | None = None) -> None:
    """Serve the desk's application until a signal comes, at the settings' port or this one."""
    settings = desk.opened.settings
    await desk.serve(
        desk.app,
        settings.host,
        settings.port if port is None else port,
        behind_proxy=settings.public_url is not None,
        on_ready=on_ready,
    )
