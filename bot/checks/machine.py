"""Checks of the machine: Python, our import names, our port."""

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.metadata import packages_distributions
from pathlib import Path

import httpx

from bot.checks.checked import Checked, ok, wrong
from bot.checks.port import PortTaken, check_port_free
from core.errors import HelpdeskError
from core.settings import Settings

OLDEST = (3, 11)
DISTRIBUTION = "deskhand"
PACKAGES = ("adapters", "api", "bot", "core", "prompts")
ROOT = Path(__file__).parents[2]


def check_python(version: tuple[int, ...] = sys.version_info[:3]) -> Checked:
    """Whether this Python is new enough."""
    shown = ".".join(str(part) for part in version)
    if version >= OLDEST:
        return ok("Python", shown)
    wanted = ".".join(str(part) for part in OLDEST)
    return wrong("Python", f"{shown} is too old", f"Install Python {wanted} or newer.")


def check_names(
    claims: Mapping[str, Sequence[str]] | None = None, root: Path = ROOT
) -> list[Checked]:
    """Whether our packages are what their names lead to: the names are common words."""
    claims = packages_distributions() if claims is None else claims
    checked = []
    for name in PACKAGES:
        where = Path(str(import_module(name).__file__)).parent
        others = sorted(set(claims.get(name, ())) - {DISTRIBUTION})
        if where != root / name:
            checked.append(
                wrong(
                    "Import names",
                    f"`{name}` is not ours: it comes from {where}",
                    "Run Deskhand in a virtual environment of its own (`make install`).",
                )
            )
        elif others:
            checked.append(
                wrong(
                    "Import names",
                    f"`{name}` is claimed by {', '.join(others)} too",
                    f"Uninstall {' and '.join(others)} from this environment.",
                )
            )
    return checked or [ok("Import names", ", ".join(PACKAGES))]


async def check_port(settings: Settings) -> Checked:
    """Whether our port is free, or open because we run."""
    where = f"{settings.host}:{settings.port}"
    try:
        check_port_free(settings)
    except PortTaken as error:
        if await is_ours(settings):
            return ok("Port", f"{where} answers: Deskhand is running")
        return wrong("Port", f"{where}: {error.details['problem']}", str(error))
    return ok("Port", f"{where} is free: Deskhand is not running")


async def is_ours(settings: Settings) -> bool:
    """Whether a desk answers on our port."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    try:
        async with httpx.AsyncClient(timeout=2, trust_env=False) as client:
            answer = await client.get(f"http://{host}:{settings.port}/healthz")
            return answer.status_code == 200 and answer.json() == {"status": "alive"}
    except (httpx.HTTPError, ValueError):
        return False


def say_settings(settings: Settings) -> Checked:
    """The settings could be read: what they lead to."""
    if settings.database_url is None:
        kept = f"embedded database in {settings.data_dir}"
    else:
        kept = "a database server of your own"
    return ok("Settings", f"{settings.address}, {kept}")


def wrong_settings(error: HelpdeskError) -> Checked:
    """The settings could not be read."""
    return wrong(
        "Settings",
        str(error.details.get("problems", error)),
        "The handbook's article on settings lists every name and what it takes.",
    )
