"""The app manifest that connects a Slack workspace, made from the verbs that exist."""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

_PATH = "/slack/events"
_NAME = "Ticket"
_HINT = 1000
_DESCRIPTION = 2000
_COMMANDS = 50

# What each permission is for; nothing is asked that is not used.
SCOPES = (
    "app_mentions:read",  # being called by name
    "channels:history",  # messages in public channels we are invited to
    "channels:read",  # who can see a public channel
    "chat:write",  # cards, replies, private answers
    "commands",  # /ticket
    "files:read",  # files that people share with us
    "files:write",  # files of the other side, brought into the thread
    "groups:history",  # messages in private channels we are invited to
    "groups:read",  # who can see a private channel
    "im:history",  # messages written to us directly
    "im:write",  # a direct message where a private answer has no other place
    "users:read",  # names, and who is a guest
    "users:read.email",  # the verified address that makes a colleague an agent
)
# What Slack's menu says where nobody has other words for it.
COMMANDS = (
    (
        "/ticket",
        "Open, claim, answer and resolve tickets",
        "new | list mine | claim 1042 | reply 1042 text | help",
    ),
)
EVENTS = ("app_mention", "message.channels", "message.groups", "message.im")


def build_manifest(public_url: str, verbs: Iterable[tuple[str, str, str]]) -> dict[str, Any]:
    """The manifest for a desk at ``public_url``.

    ``verbs`` are the slash commands: (command, description, usage hint).
    """
    address = public_url.rstrip("/")
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.netloc:
        raise ValueError("Slack calls only addresses that begin with https://")
    url = f"{address}{_PATH}"
    commands = [_command(verb, url) for verb in verbs]
    if len(commands) > _COMMANDS:
        raise ValueError(f"Slack allows {_COMMANDS} slash commands")
    return {
        "display_information": {
            "name": _NAME,
            "description": "Tickets where your team already talks.",
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": False,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": _NAME, "always_online": True},
            "slash_commands": commands,
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {"request_url": url, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, "request_url": url},
            "org_deploy_enabled": False,
            "socket_mode_enabled": False,
            "token_rotation_enabled": False,
        },
    }


def to_manifest_text(manifest: dict[str, Any]) -> str:
    """The manifest as the JSON that Slack's form takes."""
    return json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"


def _command(verb: tuple[str, str, str], url: str) -> dict[str, Any]:
    command, description, hint = verb
    return {
        "command": f"/{command.removeprefix('/')}",
        "url": url,
        "description": description[:_DESCRIPTION],
        "usage_hint": hint[:_HINT],
        # People and channels arrive as ids, which are not ambiguous.
        "should_escape": True,
    }
