"""Under whose name a message stands in Slack: its author's where the app may, else ours.

Our own lines stay ours. A name always carries who that is, and nothing that deceives the eye.
"""

import re

from adapters.slack.render.limits import cut
from adapters.slack.render.markup import clean
from adapters.slack.render.messages import ROLES
from adapters.slack.workspaces.connections import Connection
from bot.cards import Card, Text

SCOPE = "chat:write.customize"
_NAME = 60
_ICON = re.compile(r"https://[^\s<>\"]{1,1900}\Z")
_VOICES = frozenset({"customer", "agent"})


def to_voice(line: Connection, content: Text | Card) -> dict[str, str]:
    """The arguments that name the author; nothing where the app must speak for itself."""
    scopes = line.calls.health.scopes
    if line.voiceless or (scopes is not None and SCOPE not in scopes):
        return {}
    author = content.author if isinstance(content, Text) else None
    if author is None or author.role not in _VOICES:
        return {}
    name = cut(" ".join(clean(author.name).split()), _NAME) or "Somebody"
    voice = {"username": f"{name} · {ROLES[author.role]}"}
    if author.avatar_url and _ICON.match(author.avatar_url):
        voice["icon_url"] = author.avatar_url
    return voice
