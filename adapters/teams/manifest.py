"""The app package that connects Teams: a zip of the manifest and two pictures, made from the
verbs that exist."""

import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from adapters.teams.door.tab import PATH as TAB
from adapters.teams.icons import draw_color, draw_outline
from bot.shortcuts import SHORTCUTS

VERSION = "1.24"
"""The first whose command lists may have twelve entries."""
_SCHEMA = (
    f"https://developer.microsoft.com/json-schemas/teams/v{VERSION}/MicrosoftTeams.schema.json"
)
_SCOPES = ("team", "personal", "groupChat")
MOST_COMMANDS = 12
_TITLE, _DESCRIPTION = 32, 128
_ACCENT = "#1F3A5F"

OFTEN = {
    "team": (
        *("claim", "reply", "note", "resolve", "assign", "escalate"),
        *("snooze", "set", "show", "list", "ask", "help"),
        *("status", "priority", "macro"),
    ),
    "personal": (
        *("list", "show", "new", "reply", "claim", "resolve"),
        *("search", "kb", "ask", "oncall", "digest", "help"),
        *("summary", "macro", "snooze"),
    ),
    "groupChat": (
        *("new", "show", "list", "claim", "reply", "note"),
        *("resolve", "search", "kb", "ask", "summary", "help"),
        *("assign", "status", "priority"),
    ),
}
"""The verbs that are used most, by where somebody types, first the first; those that do not
exist are left out, and others take their place."""

# What each permission of a team is for; nothing is asked that is not used.
PERMISSIONS = (
    ("ChannelMessage.Read.Group", "Application"),  # messages in threads that do not mention us
    ("ChannelSettings.Read.Group", "Application"),  # which channels the team has
    ("TeamMember.Read.Group", "Application"),  # who can see a channel
)
_CHAT_PERMISSIONS = (("ChatMessage.Read.Chat", "Application"),)
_RESOURCE = "https://RscBasedStoreApp"
"""Says nothing, but Teams takes no permissions of a team without an address here."""


def build_package(
    address: str, app_id: str, version: str, verbs: Iterable[tuple[str, str]]
) -> bytes:
    """The zip for a desk at this address, which must begin with https://.

    Teams takes it for newer than what is there by its ``version`` alone. ``verbs`` are the
    words that one can say, with what they do.
    """
    manifest = build_manifest(address, app_id, version, verbs)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
        for name, content in (
            ("manifest.json", text.encode()),
            ("color.png", draw_color()),
            ("outline.png", draw_outline()),
        ):
            # The same desk always gives the same package.
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return packed.getvalue()


def build_manifest(
    address: str, app_id: str, version: str, verbs: Iterable[tuple[str, str]]
) -> dict[str, Any]:
    """The manifest alone."""
    address = address.rstrip("/")
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname:
        raise ValueError("Teams calls only addresses that begin with https://")
    known = dict(verbs)
    return {
        "$schema": _SCHEMA,
        "manifestVersion": VERSION,
        "version": version,
        "id": app_id,
        "developer": {
            "name": "Deskhand",
            "websiteUrl": address,
            "privacyUrl": f"{address}/",
            "termsOfUseUrl": f"{address}/",
        },
        "name": {"short": "Ticket", "full": "Deskhand: tickets in chat"},
        "description": {
            "short": "Tickets where your team already talks.",
            "full": "Open, claim, answer and resolve tickets in channels, threads and chats.",
        },
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": _ACCENT,
        "bots": [
            {
                "botId": app_id,
                "scopes": list(_SCOPES),
                "supportsFiles": True,
                "isNotificationOnly": False,
                "commandLists": [_commands(scope, known) for scope in _SCOPES],
            }
        ],
        "composeExtensions": [_extension(app_id, parts.hostname)],
        "staticTabs": [
            {
                "entityId": "desk",
                "name": "Desk",
                "contentUrl": f"{address}{TAB}",
                "websiteUrl": f"{address}/chat",
                "scopes": ["personal"],
            }
        ],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [parts.netloc],
        "webApplicationInfo": {"id": app_id, "resource": _RESOURCE},
        "authorization": {
            "permissions": {
                "resourceSpecific": [
                    {"name": name, "type": kind}
                    for name, kind in (*PERMISSIONS, *_CHAT_PERMISSIONS)
                ]
            }
        },
    }


def _commands(scope: str, known: dict[str, str]) -> dict[str, Any]:
    words = [verb for verb in OFTEN[scope] if verb in known][:MOST_COMMANDS]
    commands = [
        {"title": verb[:_TITLE], "description": known[verb][:_DESCRIPTION]} for verb in words
    ]
    return {"scopes": [scope], "commands": commands}


def _extension(app_id: str, host: str) -> dict[str, Any]:
    searches = [_search("tickets", "Tickets"), _search("articles", "Articles")]
    acts = [
        {
            "id": one.id,
            "type": "action",
            "title": one.label[:_TITLE],
            "description": one.description[:_DESCRIPTION],
            "context": ["message"] if one.on_message else ["compose", "commandBox"],
            "fetchTask": True,
        }
        for one in SHORTCUTS
    ]
    return {
        "botId": app_id,
        "commands": [*searches, *acts],
        "messageHandlers": [{"type": "link", "value": {"domains": [host]}}],
    }


def _search(source: str, title: str) -> dict[str, Any]:
    return {
        "id": source,
        "type": "query",
        "title": title,
        "description": f"Find {source} and put one into your message",
        "initialRun": True,
        "context": ["compose", "commandBox"],
        "parameters": [
            {"name": "words", "title": "Words", "description": f"What the {source} are about"}
        ],
    }
