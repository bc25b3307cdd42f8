"""Plug-ins: what packages add to the desk, found by the entry points in their metadata."""

import sys
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from core.product import OURS, project

PLATFORMS = "deskhand.platforms"
"""The group of chat platforms."""


def plugins_of(group: str) -> list[EntryPoint]:
    """All plug-ins of a group: our own first, then those of other packages by name.

    A tree that runs from its source is no installed package: what its metadata would say stands
    in its project file.
    """
    found = _installed(group, tuple(sys.path))
    others = sorted((one for one in found if not is_ours(one)), key=lambda one: one.name)
    return [*(_own(group) or [one for one in found if is_ours(one)]), *others]


def is_ours(plugin: EntryPoint) -> bool:
    """Whether it comes with the desk."""
    return plugin.dist is None or plugin.dist.name == OURS


def package_of(plugin: EntryPoint) -> str:
    """The package that it comes with, as one installs it."""
    return OURS if plugin.dist is None else plugin.dist.name


@cache
def _installed(group: str, _: tuple[str, ...]) -> tuple[EntryPoint, ...]:
    # Read once for a path: the metadata of every package there is looked through.
    return tuple(entry_points(group=group))


@cache
def _own(group: str) -> list[EntryPoint]:
    named = project().get("entry-points", {}).get(group, {})
    return [EntryPoint(name, value, group) for name, value in named.items()]
