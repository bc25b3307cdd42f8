"""The app manifest that connects a Slack workspace, made from the verbs that exist."""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from bot.shortcuts import SHORTCUTS, Shortcut

_PATH, _REDIRECT = "/slack/events", "/slack/oauth_redirect"
_NAME = "Ticket"
_HINT = 1000
_DESCRIPTION = 2000
_COMMANDS = 50
_CHOICES = "message_menu_options_url"
_SHORTCUT_NAME, _SHORTCUT_DESCRIPTION = 24, 150

# What each permission is for; nothing is asked that is not used.
SCOPES = (
    "app_mentions:read",  # being called by name
    "channels:history",  # messages in public channels we are invited to
    "channels:read",  # who can see a public channel
    "chat:write",  # cards, replies, private answers
    "chat:write.customize",  # messages under the name and picture of who wrote them
    "commands",  # /ticket
    "files:read",  # files that people share with us
    "files:write",  # files of the other side, brought into the thread
    "groups:history",  # messages in private channels we are invited to
    "groups:read",  # who can see a private channel
    "im:history",  # messages written to us directly
    "im:write",  # a direct message where a private answer has no other place
    "links:read",  # links to tickets and articles that somebody posts
    "links:write",  # the cards under them
    "reactions:read",  # emoji that open, claim, resolve and send, and those that travel
    "reactions:write",  # delivery marks on notes that people type themselves
    "usergroups:read",  # user groups whose members a team follows
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
    ("/desk", "Set up the desk in this workspace", "reactions | bots | undo 10s | help"),
)
EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "link_shared",
    "message.channels",
    "message.groups",
    "message.im",
    "reaction_added",
    "reaction_removed",
    "subteam_members_changed",
    "subteam_updated",
    "tokens_revoked",
)


def build_manifest(
    public_url: str,
    verbs: Iterable[tuple[str, str, str]],
    *,
    socket: bool = False,
    grid: bool = False,
    rotation: bool = False,
) -> dict[str, Any]:
    """The manifest for a desk at ``public_url``.

    ``verbs`` are the slash commands: (command, description, usage hint). With ``socket`` we
    open the connection, and Slack calls no address of ours. ``grid``: one installation may
    serve a whole Enterprise Grid; ``rotation``: tokens end and are renewed.
    """
    address = public_url.rstrip("/")
    parts = urlsplit(address)
    public = parts.scheme == "https" and bool(parts.hostname)
    if not public and not socket:
        raise ValueError("Slack calls only addresses that begin with https://")
    url = None if socket else f"{address}{_PATH}"
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
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": _NAME, "always_online": True},
            "shortcuts": [_shortcut(one) for one in SHORTCUTS],
            "slash_commands": commands,
            **({"unfurl_domains": [parts.hostname]} if public else {}),
        },
        "oauth_config": {
            **({"redirect_urls": [f"{address}{_REDIRECT}"]} if public else {}),
            "scopes": {"bot": list(SCOPES)},
        },
        "settings": {
            "event_subscriptions": _at(url) | {"bot_events": list(EVENTS)},
            # The second address is asked for choices while somebody types into a form.
            "interactivity": {"is_enabled": True, **_at(url), **_at(url, _CHOICES)},
            "org_deploy_enabled": grid,
            "socket_mode_enabled": socket,
            "token_rotation_enabled": rotation,
        },
    }


def to_manifest_text(manifest: dict[str, Any]) -> str:
    """The manifest as the JSON that Slack's form takes."""
    return json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"


def _shortcut(shortcut: Shortcut) -> dict[str, Any]:
    return {
        "name": shortcut.label[:_SHORTCUT_NAME],
        "type": "message" if shortcut.on_message else "global",
        "callback_id": shortcut.id,
        "description": shortcut.description[:_SHORTCUT_DESCRIPTION],
    }


def _at(url: str | None, name: str = "request_url") -> dict[str, str]:
    return {name: url} if url else {}


def _command(verb: tuple[str, str, str], url: str | None) -> dict[str, Any]:
    command, description, hint = verb
    return {
        "command": f"/{command.removeprefix('/')}",
        **_at(url, "url"),
        "description": description[:_DESCRIPTION],
        "usage_hint": hint[:_HINT],
        # People and channels arrive as ids, which are not ambiguous.
        "should_escape": True,
    }
