"""`deskhand manifest`: what a chat platform needs to know of us."""

import asyncio
import re
import sys
from collections.abc import Callable
from pathlib import Path

from bot.cli.console import Voice
from core.errors import HelpdeskError
from core.product import product_version
from core.settings import load
from core.settings_chats import DiscordSettings

_VERSION = re.compile(r"(0|[1-9][0-9]{0,4})(\.(0|[1-9][0-9]{0,4})){2}")


class NoPublicAddress(HelpdeskError):
    """A platform must be able to call us."""

    code = "manifest.no_public_address"
    text = (
        "{address} is no address that the platform can call. Set DESKHAND_PUBLIC_URL to where "
        "people reach the desk, beginning with https://."
    )


async def print_manifest(build: Callable[[str], str]) -> None:
    """Write the manifest for our public address to standard output."""
    address = load().address
    try:
        text = build(address)
    except ValueError as error:
        raise NoPublicAddress(address=address) from error
    sys.stdout.write(text)


class NoAppId(HelpdeskError):
    """A package is made for one registered app."""

    code = "manifest.no_app_id"
    text = "Set DESKHAND_TEAMS__APP_ID, or say --app-id: the id of the app's registration in Azure."


class NoVersion(HelpdeskError):
    """A package that is to replace another has a version that says so."""

    code = "manifest.no_version"
    text = "{version!r} is no version of a package: say --version and three numbers, as in 1.4.2."


async def write_package(
    build: Callable[[str, str, str], bytes],
    app_id: str | None,
    version: str | None,
    path: Path,
    voice: Voice,
) -> None:
    """Write the app package for our public address into a file, by default in our own version."""
    version = product_version() if version is None else version
    if not _VERSION.fullmatch(version):
        raise NoVersion(version=version)
    settings = load()
    app_id = app_id or (settings.teams.app_id if settings.teams else None)
    if not app_id:
        raise NoAppId
    try:
        package = build(settings.address, app_id, version)
    except ValueError as error:
        raise NoPublicAddress(address=settings.address) from error
    await asyncio.to_thread(path.write_bytes, package)
    told = {"file": str(path), "version": version}
    voice.answer(told, lambda out: out.print(f"Wrote {path}, version {version}."))


async def print_text(build: Callable[[DiscordSettings | None], str]) -> None:
    """Write what needs no address of ours to standard output."""
    sys.stdout.write(build(load().discord))
