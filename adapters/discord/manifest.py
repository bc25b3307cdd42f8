"""What connects a Discord server: the install link, permissions, intents and commands."""

import json
from base64 import b64decode
from urllib.parse import urlencode

from adapters.discord.inbound.commands import ROOTS, build_commands
from bot.grammar.registry import build_registry

PERMISSIONS: dict[str, tuple[int, str]] = {
    "View Channel": (1 << 10, "the triage channel, and where customers are served"),
    "Send Messages": (1 << 11, "cards, replies"),
    "Embed Links": (1 << 14, "links that can be followed"),
    "Attach Files": (1 << 15, "files of the other side, brought into the thread"),
    "Read Message History": (1 << 16, "a message that was chosen, and what came of a lost answer"),
    "Add Reactions": (1 << 6, "delivery marks on notes that people type themselves"),
    "Manage Webhooks": (1 << 29, "messages under the name and picture of who wrote them"),
    "Manage Threads": (1 << 34, "threads are put away and fetched back"),
    "Create Public Threads": (1 << 35, "the room below a card"),
    "Create Private Threads": (1 << 36, "tickets that go on in private"),
    "Send Messages in Threads": (1 << 38, "answers where they were asked for"),
    "Pin Messages": (1 << 51, "a ticket's standing message in its post"),
}
"""Each permission that the bot asks for, and what for; nothing is asked that is not used."""

INTENTS = {
    "Guilds": "channels and threads, and who may see them",
    "Guild Messages": "what is written where the bot is",
    "Guild Message Reactions": "emoji that open, claim, resolve and send",
    "Direct Messages": "what is written to the bot alone",
    "Direct Message Reactions": "emoji there",
    "Message Content (privileged)": "the words of messages that do not name the bot; without it "
    "commands, buttons, forms, mentions and direct messages go on working",
}


def permissions() -> int:
    """All permissions in Discord's one number."""
    return sum(bit for bit, _ in PERMISSIONS.values())


def application_of(token: str) -> str | None:
    """The application's id, which a bot's token begins with; None for an odd one."""
    first = token.strip().partition(".")[0]
    try:
        id = b64decode(first + "=" * (-len(first) % 4)).decode()
    except ValueError:
        return None
    return id if id.isdigit() else None


def install_link(application: str) -> str:
    """Where an administrator of the server adds the bot."""
    asked = {
        "client_id": application,
        "scope": "bot applications.commands",
        "permissions": str(permissions()),
    }
    return f"https://discord.com/oauth2/authorize?{urlencode(asked)}"


def to_manifest_text(application: str | None) -> str:
    """All of it, for an administrator to read."""
    commands = build_commands(build_registry())
    lines = [
        "# Discord has no manifest to paste: this is what to do, and why.",
        "",
        "Install link (opens Discord's own page; you need Manage Server):",
        f"  {install_link(application or 'YOUR_APPLICATION_ID')}",
        "",
        f"Permissions, {permissions()} in one number:",
        *(f"  {name}: {why}" for name, (_, why) in PERMISSIONS.items()),
        "",
        "Only where posts of a forum are to show how their tickets stand, and you do not make the",
        "tags yourself (the doctor names them): Manage Channels, in that forum alone.",
        "",
        "Intents (Developer Portal, Bot, Privileged Gateway Intents for the last one):",
        *(f"  {name}: {why}" for name, why in INTENTS.items()),
        "",
        "Commands, which Deskhand registers by itself when it starts:",
    ]
    for words, (description, permission, _) in ROOTS.items():
        root = next(one for one in commands if one["name"] == words)
        who = "everybody" if permission is None else "who may manage messages"
        who = "who may manage the server" if words == "desk" else who
        verbs = ", ".join(one["name"] for one in root["options"])
        lines.append(f"  /{words} ({who} sees it): {description}: {verbs}")
    menus = ", ".join(one["name"] for one in commands if one["type"] != 1)
    lines.append(f"  In the menu of a message: {menus}")
    return "\n".join(lines) + "\n"


def to_manifest_json(application: str | None) -> str:
    """The same for machines."""
    told = {
        "install_link": install_link(application or "YOUR_APPLICATION_ID"),
        "permissions": str(permissions()),
        "scopes": ["bot", "applications.commands"],
        "intents": list(INTENTS),
        "commands": build_commands(build_registry()),
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"
