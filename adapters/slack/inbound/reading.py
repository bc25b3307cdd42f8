"""What people write in Slack, as our kind of text (a CommonMark subset)."""

import re
from collections.abc import Mapping
from typing import Any

from bot.showing.texts import clean

_TOKEN = re.compile(r"<([^<>\n]*)>")
_CODE = re.compile(r"(```.*?```|`[^`\n]+`)", re.DOTALL)
_BOLD = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")
_STRUCK = re.compile(r"(?<![\w~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\w~])")


def unescape(text: str) -> str:
    """Undo Slack's three entities."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def to_plain(text: str, *, names: dict[str, str] | None = None, by_id: bool = False) -> str:
    """Words as they were typed: tokens in words, entities undone.

    ``names`` gives the spoken name of some user ids; everybody else stays an id,
    so that a command can tell whom it means. ``by_id``: so do channels and user groups.
    """
    parts = []
    rest = 0
    for found in _TOKEN.finditer(text):
        parts += [unescape(text[rest : found.start()]), _token(found.group(1), names or {}, by_id)]
        rest = found.end()
    parts.append(unescape(text[rest:]))
    return clean("".join(parts)).strip()


def to_text(text: str, *, names: dict[str, str] | None = None) -> str:
    """A message as CommonMark: Slack's own emphasis becomes ours, code stays as it is."""
    parts = _CODE.split(text)
    for index in range(0, len(parts), 2):
        parts[index] = _STRUCK.sub(r"~~\1~~", _BOLD.sub(r"**\1**", parts[index]))
    return to_plain("".join(parts), names=names)


def to_said(message: Mapping[str, Any], user: str, name: str) -> str:
    """What a message says; ``user`` is our own id there, ``name`` how we are called."""
    return to_text(str(message.get("text") or ""), names={user: name})


def _token(inside: str, names: dict[str, str], by_id: bool) -> str:
    target, _, label = inside.partition("|")
    label = unescape(label)
    if target.startswith("@"):
        return f"@{names.get(target[1:], target[1:])}"
    if target.startswith("#"):
        return f"#{target[1:] if by_id or not label else label}"
    if by_id and target.startswith("!subteam^"):
        return f"@{target.partition('^')[2]}"
    if target.startswith("!"):
        return _special(target[1:], label)
    address = unescape(target)
    if address.startswith(("mailto:", "tel:")):
        return label or address.partition(":")[2]
    if not label or label == address or f"//{label}" in (address, address.partition(":")[2]):
        return address
    return f"{label} ({address})"


def _special(target: str, label: str) -> str:
    if label:
        return label
    return f"@{target.partition('^')[0]}"
