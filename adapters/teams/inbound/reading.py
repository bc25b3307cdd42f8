"""What people write in Teams, as our kind of text. Pure."""

import re
from html import unescape

from adapters.teams.webapi.own import Own, Payload, part, parts
from bot.showing.texts import clean

_AT = re.compile(r"<at(?:\s[^>]*)?>(.*?)</at>", re.IGNORECASE | re.DOTALL)
_QUOTED = re.compile(r"<quoted\b[^>]*/>", re.IGNORECASE)
_SPACES = re.compile(r"[^\S\n]+")


def to_words(activity: Payload, own: Own) -> tuple[str, bool]:
    """The words of a message, and whether it begins by calling us.

    People who are mentioned are said by name; one that an option takes stands in quotation
    marks, because names have spaces.
    """
    # In chats the mark of what somebody quotes stands before their own words.
    text = _QUOTED.sub("", str(activity.get("text") or ""))
    called = False
    names = {name.casefold(): account for name, account in _mentioned(activity)}
    first = _AT.match(text.lstrip())
    if first and _is_us(first[1], names, own):
        text, called = text.lstrip()[first.end() :], True
        text = re.sub(r"^[\s,:\xa0]+", "", text)
    if activity.get("textFormat") == "xml":
        text = unescape(_AT.sub(_by_name, text))
    else:
        text = _unescaped(_AT.sub(_by_name, text))
    lines = (_SPACES.sub(" ", line).strip() for line in clean(text).split("\n"))
    return "\n".join(lines).strip(), called


def mentioned_in(activity: Payload, own: Own) -> dict[str, str]:
    """The accounts of the people whom a message mentions, by how they are called in it."""
    return {name: account for name, account in _mentioned(activity) if account not in ("", own.bot)}


def _is_us(name: str, names: dict[str, str], own: Own) -> bool:
    return names.get(_plain(name).casefold()) == own.bot


def _mentioned(activity: Payload) -> list[tuple[str, str]]:
    found = []
    for entity in parts(activity, "entities"):
        if entity.get("type") != "mention":
            continue
        said = _AT.search(str(entity.get("text") or ""))
        who = part(entity, "mentioned")
        name = said[1] if said else str(who.get("name") or "")
        found.append((_plain(name), str(who.get("id") or "")))
    return found


def _by_name(found: re.Match[str]) -> str:
    name = _plain(found[1])
    before = found.string[: found.start()]
    return f'"{name}"' if before.endswith(":") and '"' not in name else f"@{name}"


def _plain(name: str) -> str:
    return " ".join(unescape(name).split())


def _unescaped(text: str) -> str:
    """Teams writes hard spaces and a few signs as entities, in plain texts too."""
    return text.replace("&nbsp;", " ").replace("\xa0", " ")
