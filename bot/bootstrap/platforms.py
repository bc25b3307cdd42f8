"""The chat platforms that are there, ours and those of other packages, and how each does.

A plug-in of somebody else's that cannot be used is said in words and left out: it must not
keep the desk from starting. What comes with the desk is ours to answer for.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from typing import Any

import structlog
from pydantic import ValidationError

from bot.checks.checked import Checked, noted, wrong
from bot.ports_plugins import PlatformPlugin
from bot.process.running import Desk
from core.plugins import PLATFORMS, is_ours, package_of, plugins_of
from core.settings import Settings
from core.settings_chats import PREFIX

log = structlog.get_logger()
_SLUG = re.compile(r"[a-z][a-z0-9_]{0,30}\Z")
_NEEDED = ("title", "guide", "read", "connect", "check")


@dataclass(frozen=True)
class FoundPlatform:
    """A platform by its slug; ``trouble`` says why its ``plugin`` cannot be had."""

    slug: str
    package: str
    ours: bool
    plugin: PlatformPlugin | None = None
    trouble: str = ""


def find_platforms() -> list[FoundPlatform]:
    """All platforms, each loaded as far as it takes to know its settings."""
    taken = {"web", *Settings.model_fields}
    found: list[FoundPlatform] = []
    for one in plugins_of(PLATFORMS):
        if is_ours(one):
            found.append(FoundPlatform(one.name, package_of(one), True, one.load()))
            continue
        found.append(_load(one, taken))
        taken.add(one.name)
    return found


def _load(one: EntryPoint, taken: set[str]) -> FoundPlatform:
    slug, package = one.name, package_of(one)
    if not _SLUG.match(slug) or slug in taken:
        trouble = f"the name {slug!r} is taken, or is not made of small letters and digits"
        return FoundPlatform(slug, package, False, None, trouble)
    try:
        plugin = one.load()
    except Exception as error:  # whatever a stranger's module does when it is imported
        return FoundPlatform(slug, package, False, None, f"it cannot be loaded: {_words(error)}")
    missing = [name for name in _NEEDED if not hasattr(plugin, name)]
    if missing:
        return FoundPlatform(slug, package, False, None, f"it has no {', '.join(missing)}")
    return FoundPlatform(slug, package, False, plugin)


def connect_platforms(desk: Desk) -> list[Any]:
    """Connect every platform that has settings; the routes that the web server is to open."""
    routes: list[Any] = []
    for found in find_platforms():
        if found.plugin is None:
            _left_out(found, found.trouble)
            continue
        try:
            routes += _connect(desk, found.plugin)
        except Exception as error:
            if found.ours:
                raise
            desk.platforms.pop(found.slug, None)
            _left_out(found, _words(error, found.slug))
    return routes


def _connect(desk: Desk, plugin: PlatformPlugin) -> Sequence[Any]:
    own = plugin.read(desk.opened.settings)
    return plugin.connect(desk, own) if own is not None else ()


def _left_out(found: FoundPlatform, why: str) -> None:
    log.error("plugin.left_out", platform=found.slug, package=found.package, why=why)


async def check_chats(settings: Settings) -> list[Checked]:
    """How each platform does: for ``deskhand doctor``."""
    return [checked for found in find_platforms() for checked in await _check(found, settings)]


async def _check(found: FoundPlatform, settings: Settings) -> list[Checked]:
    if found.plugin is None:
        mend = f"Update or uninstall {found.package}; the desk runs without it."
        return [wrong(f"Plug-in {found.slug}", f"{found.package}: {found.trouble}", mend)]
    try:
        own = found.plugin.read(settings)
        if own is None:
            return [noted(found.plugin.title, "not connected", found.plugin.guide)]
        return await found.plugin.check(settings, own)
    except Exception as error:
        if found.ours:
            raise
        mend = f"{found.plugin.guide} The desk runs without it."
        return [wrong(found.plugin.title, _words(error, found.slug), mend)]


def _words(error: Exception, slug: str = "") -> str:
    """What went wrong, naming the settings as one writes them."""
    if not isinstance(error, ValidationError) or not slug:
        return f"{type(error).__name__}: {error}"
    return "; ".join(
        f"{PREFIX}{'__'.join((slug, *map(str, one['loc']))).upper()}: {one['msg']}"
        for one in error.errors()
    )
