"""`deskhand manifest`: what a chat platform needs to know of us."""

import sys
from collections.abc import Callable

from core.errors import HelpdeskError
from core.settings import load
from core.settings_chats import DiscordSettings


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


async def print_text(build: Callable[[DiscordSettings | None], str]) -> None:
    """Write what needs no address of ours to standard output."""
    sys.stdout.write(build(load().discord))
