"""What a message holds: words, files, a sticker, a poll, a message that was forwarded. Pure."""

from collections.abc import Mapping
from typing import Any

from adapters.discord.addresses import Own
from adapters.discord.inbound.brought import to_brought
from adapters.discord.inbound.reading import names_in, to_text
from bot.incoming import Brought
from core.conversation.files_names import line_of_names, safe_name

FORWARD = 1
"""The kind of a reference to a message that was forwarded; any other is to one that is answered."""

Payload = Mapping[str, Any]


def words_of(message: Payload, own: Own) -> str:
    """What a message says, in our kind of text."""
    parts = [_said(message, own), *(_forwarded(one, own) for one in _snapshots(message))]
    return "\n".join(part for part in parts if part)


def files_of(message: Payload, own: Own) -> tuple[Brought, ...]:
    """The files of a message, and of one that it forwards."""
    forwarded = (one.get("attachments") for one in _snapshots(message))
    return tuple(
        file
        for attachments in (message.get("attachments"), *forwarded)
        for file in to_brought(attachments, own.guild)
    )


def named(files: tuple[Brought, ...]) -> str:
    """What a message says that is nothing but files."""
    return line_of_names([safe_name(one.name) for one in files]) if files else ""


def _said(message: Payload, own: Own) -> str:
    names = names_in(message) | {own.user: own.name}
    parts = [to_text(str(message.get("content") or ""), names)]
    parts += [f"[sticker: {one.get('name')}]" for one in message.get("sticker_items") or ()]
    question = ((message.get("poll") or {}).get("question") or {}).get("text")
    parts.append(to_text(str(question or ""), names))
    return "\n".join(part for part in parts if part)


def _forwarded(message: Payload, own: Own) -> str:
    said = _said(message, own) or named(to_brought(message.get("attachments"), own.guild))
    return f"Forwarded: {said}" if said else ""


def _snapshots(message: Payload) -> list[Payload]:
    """What a message forwards, as it was then; Discord does not say who wrote it."""
    return [one.get("message") or {} for one in message.get("message_snapshots") or ()]
