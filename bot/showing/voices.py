"""Under whose name a message stands: its author's where the platform can show it so, else ours.

Our own lines stay ours. A name always carries who that is, and nothing that deceives the eye.
"""

import re
from dataclasses import dataclass

from bot.cards import Card, Text
from bot.showing.lines import ROLES
from bot.showing.texts import plain

_PICTURE = re.compile(r"https://[^\s<>\"]{1,1900}\Z")
_LENT = frozenset({"customer", "agent"})


@dataclass(frozen=True)
class Voice:
    """A name within the platform's limit, and where its picture can be fetched."""

    name: str
    picture: str | None = None


def voice_of(content: Text | Card, longest: int) -> Voice | None:
    """The voice of whoever said this; None for what we say ourselves."""
    author = content.author if isinstance(content, Text) else None
    if author is None or author.role not in _LENT:
        return None
    role = f" · {ROLES[author.role]}"
    name = plain(author.name, longest - len(role), empty="Somebody") + role
    shown = author.avatar_url and _PICTURE.match(author.avatar_url)
    return Voice(name, author.avatar_url if shown else None)
