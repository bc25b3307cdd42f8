"""`deskhand run` and `deskhand demo`: the whole desk in one process, or some of its roles."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Protocol
from uuid import UUID

from rich.console import Console
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from sqlalchemy import delete, select, update

from bot.checks.port import check_port_free
from bot.cli.attaching import ensure_organisation
from bot.demo.clock import DemoClock
from bot.demo.playing import Player, found_demo
from bot.process.opening import Opened, open_database
from bot.process.roles import ALL, ProcessRole, Roles, to_name
from bot.process.running import Desk, running, serve
from core.database.organisations import Organisation
from core.errors import HelpdeskError
from core.logs import configure_logs
from core.settings import Settings, load

FILLED = "demo_step"
"""The setting of the demo's organisation that exists once its morning was played."""
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class NotForOthers(HelpdeskError):
    """The demo lets everybody in who reaches it."""

    code = "demo.not_loopback"
    text = (
        "The demo lets anybody sign in as anybody, so it opens on this machine only. "
        "Unset DESKHAND_HOST ({host}), or use `deskhand run`."
    )


class RealDesk(HelpdeskError):
    """There is a desk with people's own tickets in this database."""

    code = "demo.real_desk"
    text = (
        "There is a real desk in this database, which the demo leaves alone. Set "
        "DESKHAND_DATA_DIR to another folder for the demo."
    )


class BuildDesk(Protocol):
    """Wires all parts: the composition root's part."""

    async def __call__(
        self, opened: Opened, organisation_id: UUID, *, demo: bool, roles: Roles = ALL
    ) -> Desk:
        """A desk that is not running yet."""


PlayMorning = Callable[[Player, Desk, DemoClock, Callable[[int, int], None]], Awaitable[None]]


async def run_desk(build: BuildDesk, roles: Roles = ALL, port: int | None = None) -> None:
    """Run until a signal comes. Only with all roles is an embedded database ours to run:
    raises :class:`NotRunning` if some alone find none."""
    settings = load()
    whole = roles == ALL
    role = "all" if whole else to_name(roles)
    configure_logs(settings.log_level, as_json=not sys.stderr.isatty(), role=role)
    check_port_free(settings, port)
    out = Console()
    async with open_database(
        settings, serve=whole, start=whole, say=lambda text: _step(out, text)
    ) as opened:
        desk = await build(opened, await ensure_organisation(opened), demo=False, roles=roles)
        async with running(desk):
            await serve(desk, lambda: _say_ready(out, settings, roles, port), port)


def _step(out: Console, text: str) -> None:
    out.print(f"· {text}", style="dim", markup=False, highlight=False)


def _say_ready(out: Console, settings: Settings, roles: Roles, port: int | None) -> None:
    bound = settings.model_copy(update={"public_url": None, "port": port or settings.port})
    if ProcessRole.API not in roles:
        text = f"{to_name(roles)} runs; its health is at {bound.address}/readyz"
    elif port is None:
        text = f"Deskhand is at {settings.address}"
    else:
        text = f"Deskhand is at {bound.address}, its links lead to {settings.address}"
    out.print(f"{text} (Ctrl-C stops it)", markup=False)


async def run_demo(
    build: BuildDesk, build_player: Callable[[Desk], Player], play_morning: PlayMorning
) -> None:
    """Fill a demo desk at the first start, then run it and play on."""
    settings = load()
    configure_logs("ERROR", as_json=False)
    if settings.host not in LOOPBACK:
        raise NotForOthers(host=settings.host)
    check_port_free(settings)
    out, clock = Console(), DemoClock()
    async with open_database(
        settings, serve=True, say=lambda text: _step(out, text), clock=clock
    ) as opened:
        organisation_id, filled = await _demo_organisation(opened, out)
        desk = await build(opened, organisation_id, demo=True)
        player = build_player(desk)
        if not filled:
            with _morning(out) as heard:
                await play_morning(player, desk, clock, heard)
            await _mark_filled(opened, organisation_id)
        async with running(desk), _meanwhile(player.play_afternoon()):
            await serve(desk, lambda: _say_demo_ready(out, settings))


async def _demo_organisation(opened: Opened, out: Console) -> tuple[UUID, bool]:
    """The demo's organisation, and whether its morning was played to the end."""
    found = await opened.organisation_id()
    if found is not None:
        async with opened.database.owner() as session:
            organisation = await session.scalar(
                select(Organisation).where(Organisation.id == found)
            )
            if organisation is None or not organisation.is_demo:
                raise RealDesk
            if FILLED in organisation.settings:
                return found, True
            # The first start was interrupted: half a morning is no beginning for the rest.
            await session.execute(delete(Organisation).where(Organisation.id == found))
    _step(out, "Founding Harbour Tools, an invented company")
    return await found_demo(opened.database), False


@contextmanager
def _morning(out: Console) -> Iterator[Callable[[int, int], None]]:
    columns = (TextColumn("· {task.description}"), BarColumn(bar_width=24), MofNCompleteColumn())
    with Progress(*columns, console=out) as bar:
        task = bar.add_task("Playing this morning's tickets", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


async def _mark_filled(opened: Opened, organisation_id: UUID) -> None:
    async with opened.database.owner() as session:
        await session.execute(
            update(Organisation)
            .where(Organisation.id == organisation_id)
            .values(settings={FILLED: 0})
        )


@asynccontextmanager
async def _meanwhile(work: Awaitable[None]) -> AsyncIterator[None]:
    """Do something beside the context, and stop with it."""
    task = asyncio.ensure_future(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _say_demo_ready(out: Console, settings: Settings) -> None:
    address = settings.address
    text = (
        f"{address}\n"
        "  Choose who you are: customer, agent, manager or administrator.\n"
        f"{address}/api/docs\n"
        "  The same acts for programs.\n\n"
        "The day goes on by itself: watch, or take part.\n"
        "People and tickets are invented, and kept for the next start."
    )
    out.print(Panel(text, title="Deskhand demo", subtitle="Ctrl-C stops it", expand=False))
