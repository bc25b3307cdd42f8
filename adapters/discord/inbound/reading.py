"""What people write in Discord, as our kind of text (a CommonMark subset)."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.showing.texts import clean

_CODE = re.compile(r"(```.*?```|`[^`\n]+`)", re.DOTALL)
_TOKEN = re.compile(
    r"<(?:(?P<who>@[!&]?)(?P<id>\d{5,20})|#(?P<channel>\d{5,20})|a?:(?P<emoji>\w+):\d+"
    r"|t:(?P<time>-?\d{1,13})(?::\w)?|/(?P<command>[^:>]+):\d+|(?P<url>https?://[^\s>]+))>"
)
_UNDERLINED = re.compile(r"(?<![\w_])__(?=\S)([^_\n]+?)(?<=\S)__(?![\w_])")
_HIDDEN = re.compile(r"\|\|(?=\S)(.+?)(?<=\S)\|\|", re.DOTALL)
_SMALL = re.compile(r"(?m)^-# ")


def names_in(message: Mapping[str, Any]) -> dict[str, str]:
    """How those are called whom a message mentions."""
    return {str(one["id"]): name_of(one) for one in message.get("mentions") or () if one.get("id")}


def roles_in(message: Mapping[str, Any]) -> dict[str, str]:
    """How the roles are called that a message mentions."""
    return {
        str(one["id"]): name_of(one) for one in message.get("mentions") or () if one.get("role")
    }


def mentioned_in(message: Mapping[str, Any], own: str) -> dict[str, str]:
    """The accounts whom a message mentions, us excepted, by how they are called in it."""
    told = [one for one in message.get("mentions") or () if one.get("id") and not one.get("role")]
    return {name_of(one): str(one["id"]) for one in told if str(one["id"]) != own}


def with_roles(message: Mapping[str, Any], roles: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The message with the names of the roles that it mentions, beside those of people."""
    meant = {str(one) for one in message.get("mention_roles") or ()}
    named = [
        {"id": str(one["id"]), "username": str(one["name"]), "role": True}
        for one in roles
        if str(one["id"]) in meant
    ]
    return {**message, "mentions": [*(message.get("mentions") or ()), *named]}


def name_of(user: Mapping[str, Any]) -> str:
    """How a user is called: the nickname in the server, else the chosen name."""
    nick = (user.get("member") or {}).get("nick")
    return str(nick or user.get("global_name") or user.get("username") or "")


def to_plain(text: str, names: Mapping[str, str] | None = None) -> str:
    """Words as they were typed: what Discord writes in numbers is told in words.

    ``names`` gives the spoken name of some ids; everybody else stays an id, so that a
    command can tell whom it means.
    """
    known = names or {}
    return clean(_TOKEN.sub(lambda found: _in_words(found, known), text)).strip()


def to_text(text: str, names: Mapping[str, str] | None = None) -> str:
    """A message as CommonMark: what only Discord has becomes what comes nearest."""
    parts = _CODE.split(text)
    for index in range(0, len(parts), 2):
        shown = _UNDERLINED.sub(r"*\1*", parts[index])
        parts[index] = _SMALL.sub("", _HIDDEN.sub(r"\1", shown))
    return to_plain("".join(parts), names)


def _in_words(found: re.Match[str], names: Mapping[str, str]) -> str:
    if found["who"]:
        return f"@{names.get(found['id'], found['id'])}"
    if found["channel"]:
        return f"#{found['channel']}"
    if found["emoji"]:
        return f":{found['emoji']}:"
    if found["time"]:
        return _moment(int(found["time"]))
    return f"/{found['command']}" if found["command"] else str(found["url"])


def _moment(seconds: int) -> str:
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"
    except (OverflowError, ValueError, OSError):
        return str(seconds)
