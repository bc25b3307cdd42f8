"""Discord's commands, made from the one registry of verbs, and what is typed into them. Pure."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from adapters.discord.render.limits import (
    CHOICE,
    CHOICES,
    COMMAND_DESCRIPTION,
    COMMAND_TEXT,
    OPTIONS,
    SUBCOMMANDS,
)
from bot.grammar.command import quoted
from bot.grammar.verbs import OptionSpec, Registry, Verb
from bot.shortcuts import FROM_MESSAGE, SHORTCUTS
from bot.showing.texts import cut, plain, size

Json = dict[str, Any]

CHAT, USER_MENU, MESSAGE_MENU = 1, 2, 3
_SUBCOMMAND, _STRING = 1, 3
_GUILD_ONLY = [0]
_GUILD_AND_DIRECT = [0, 1]
MANAGE_MESSAGES = 1 << 13
TICKET, TEXT = "ticket", "text"
_CHANNEL = re.compile(r"<(#)(\d{5,20})>")
_PICKED = re.compile(r"<([#@])[!&]?(\d{5,20})>")
_BUTTONS_ONLY = frozenset({FROM_MESSAGE, "these", "page", "note-id", "undo", "send-now", "ask"})
"""Options that our own buttons say: nobody types them."""

SOURCES = {
    "to": "owners",
    "customer": "people",
    "tags": "tags",
    "name": "macros",
    "into": "tickets",
    "similar": "tickets",
}
"""The options whose choices are found while one types, and where."""

ROOTS: dict[str, tuple[str, int | None, list[int]]] = {
    "ticket": ("Open, claim, answer and resolve tickets", MANAGE_MESSAGES, _GUILD_ONLY),
    "support": ("Ask for help, and see your own tickets", None, _GUILD_AND_DIRECT),
    "desk": ("Your settings, and the setup of the desk", MANAGE_MESSAGES, _GUILD_ONLY),
}
"""Each vocabulary: what its menu says, the permission that shows it, and where."""

MENUS = {
    "ask_support": ("Ask support", "new", "support"),
    **{one.id: (one.label, one.says, "ticket") for one in SHORTCUTS if one.on_message},
}
"""The entries of every message's menu: their label, command and vocabulary."""


def build_commands(registry: Registry) -> list[Json]:
    """All commands. Raises :class:`ValueError` where Discord would refuse one."""
    commands = [_root(words, registry) for words in ROOTS]
    for label, _, words in MENUS.values():
        permission, where = ROOTS[words][1:]
        commands.append({"type": MESSAGE_MENU, "name": label, **_shown(permission, where)})
    for command in commands:
        if text_of(command) > COMMAND_TEXT:
            raise ValueError(f"the command {command['name']} is too long for Discord")
    return commands


def _root(words: str, registry: Registry) -> Json:
    description, permission, where = ROOTS[words]
    verbs = [_as_said(verb, words) for verb in registry.of(words).values()]
    if len(verbs) > SUBCOMMANDS:
        raise ValueError(f"Discord allows {SUBCOMMANDS} subcommands, /{words} has {len(verbs)}")
    subcommands = [_subcommand(verb) for verb in verbs]
    root: Json = {"type": CHAT, "name": words, "description": description, "options": subcommands}
    return root | _shown(permission, where)


def _as_said(verb: Verb, words: str) -> Verb:
    return verb.as_used_by(None) if words == "support" else verb


def _shown(permission: int | None, where: list[int]) -> Json:
    shown: Json = {"contexts": where, "integration_types": [0]}
    return shown | ({"default_member_permissions": str(permission)} if permission else {})


def _subcommand(verb: Verb) -> Json:
    options = []
    if verb.takes_ticket:
        ticket = _option(TICKET, "TIK-1042; in its thread it may be left out")
        options.append(ticket | {"autocomplete": True})
    options.append(_option(TEXT, cut(verb.usage, 60)))
    options += [_typed(one) for one in typed_options(verb)]
    return {
        "type": _SUBCOMMAND,
        "name": verb.name,
        "description": cut(verb.summary, COMMAND_DESCRIPTION),
        "options": options[:OPTIONS],
    }


def typed_options(verb: Verb) -> list[OptionSpec]:
    """The options that a person may type."""
    return [one for one in verb.options if one.name not in _BUTTONS_ONLY]


def _option(name: str, description: str) -> Json:
    return {"type": _STRING, "name": name, "description": description, "required": False}


def _typed(spec: OptionSpec) -> Json:
    option = _option(spec.name, cut(spec.hint, 50) or spec.name)
    if 0 < len(spec.choices) <= CHOICES:
        option["choices"] = [{"name": one, "value": one} for one in spec.choices]
    elif spec.name in SOURCES:
        option["autocomplete"] = True
    return option


def text_of(command: Mapping[str, Any]) -> int:
    """How much of Discord's room for one command its names, descriptions and choices take."""
    own = sum(size(str(command.get(key) or "")) for key in ("name", "description"))
    own += sum(size(one["name"]) + size(one["value"]) for one in command.get("choices") or ())
    return own + sum(map(text_of, command.get("options") or ()))


def to_typed(data: Mapping[str, Any]) -> str:
    """The command as one would type it: ``claim TIK-1042 reason:"it is late"``. What was
    picked is named by its id: channels as ``#1``; in the desk's own words accounts and roles
    as ``@2``. Elsewhere these stay as they are: in a note they call a colleague in."""
    verb = next(iter(data.get("options") or ()), None)
    if verb is None:
        return ""
    given = {str(one["name"]): str(one.get("value") or "") for one in verb.get("options") or ()}
    said = [str(verb["name"]), given.pop(TICKET, ""), given.pop(TEXT, "")]
    said += [f"{name}:{quoted(value)}" for name, value in given.items() if value]
    picked = _CHANNEL if data.get("name") != "desk" else _PICKED
    return picked.sub(r"\1\2", " ".join(part.strip() for part in said if part.strip()))


def to_choices(found: Iterable[tuple[str, str]]) -> Json:
    """Suggestions (what is shown, what is inserted) as Discord takes them; what would not fit
    is left out, never cut."""
    fitting = [
        {"name": plain(label or value, CHOICE), "value": value}
        for label, value in found
        if 0 < size(value) <= CHOICE
    ]
    return {"choices": fitting[:CHOICES]}


def focused(data: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """The verb, the option that is being typed, and what of it there is so far."""
    for verb in data.get("options") or ():
        for one in verb.get("options") or ():
            if one.get("focused"):
                return str(verb["name"]), str(one["name"]), str(one.get("value") or "")
    return None
