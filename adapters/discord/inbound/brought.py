"""Files of Discord's messages as :class:`bot.incoming.Brought`. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.incoming import Brought


def to_brought(attachments: Iterable[Mapping[str, Any]] | None, guild: str) -> tuple[Brought, ...]:
    """The files of a message. Their addresses end within a day, so they are fetched at once."""
    return tuple(
        Brought(
            id=str(one["id"]),
            name=str(one.get("title") or one.get("filename") or "file"),
            size=int(one.get("size") or 0),
            address=str(one.get("url") or ""),
            workspace=guild,
        )
        for one in attachments or ()
        if one.get("id")
    )
