"""`deskhand doctor`: looks at everything and says how to mend what is wrong."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict

from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError

from bot.checks.checked import Checked, wrong
from bot.checks.connections import check_connections
from bot.checks.database import check_database
from bot.checks.machine import (
    check_names,
    check_port,
    check_python,
    is_ours,
    say_settings,
    wrong_settings,
)
from bot.cli.console import Voice
from bot.process.opening import open_database
from core.errors import HelpdeskError
from core.logs import configure_logs
from core.settings import Settings, WrongSettings, load

MARKS = {"ok": ("✓", "green"), "wrong": ("✗", "red"), "note": ("·", "dim")}
CheckPlatforms = Callable[[Settings], Awaitable[list[Checked]]]


async def examine(voice: Voice, check_platforms: CheckPlatforms) -> None:
    """Look at everything. Exit code 1 if anything is wrong."""
    configure_logs("CRITICAL", as_json=False)
    checked = [check_python(), *check_names()]
    try:
        settings = load()
    except WrongSettings as error:
        checked.append(wrong_settings(error))
    else:
        checked += await _look_inside(settings, check_platforms)
    bad = [one for one in checked if one.state == "wrong"]
    value = {"ok": not bad, "checks": [asdict(one) for one in checked]}
    voice.answer(value, lambda out: _say(out, checked, len(bad)))
    if bad:
        raise SystemExit(1)


async def _look_inside(settings: Settings, check_platforms: CheckPlatforms) -> list[Checked]:
    checked = [say_settings(settings), await check_port(settings)]
    connections: list[Checked] = []
    try:
        # The schema is looked at as it is: bringing it up to date is another command's.
        async with open_database(settings, migrate=False) as opened:
            checked += await check_database(opened.database, runs=await is_ours(settings))
            connections = await check_connections(opened)
    except (HelpdeskError, SQLAlchemyError) as error:
        checked.append(wrong("Database", str(error), "Mend this first, then look again."))
    return [*checked, *await check_platforms(settings), *connections]


def _say(out: Console, checked: list[Checked], bad: int) -> None:
    width = max(len(one.name) for one in checked)
    for one in checked:
        mark, colour = MARKS[one.state]
        out.print(f"[{colour}]{mark}[/] {one.name:<{width}}  ", end="", highlight=False)
        out.print(one.text, markup=False, highlight=False)
        if one.mend:
            out.print(f"{'':<{width + 4}}{one.mend}", style="dim", markup=False, highlight=False)
    out.print()
    if bad:
        out.print(f"{bad} to mend.", style="bold")
    else:
        out.print("Everything is as it should be.", style="bold")
