"""The commands of our application: registered, refused, listed."""

import re
from collections.abc import Iterator
from typing import Any

from tests.fakes.discord.routing import Answer, Call, route
from tests.fakes.discord.rules import Refusal

Json = dict[str, Any]

SUB, GROUP = 1, 2
_NAME = re.compile(r"[-_'\w]{1,32}")
_ALL = "/applications/{application}/commands"
_GUILD = "/applications/{application}/guilds/{guild}/commands"


@route(f"PUT {_ALL}", f"PUT {_GUILD}")
def put_commands(call: Call) -> Answer:
    """Replace all commands, here or everywhere."""
    given = call.body.get("list")
    if given is None:
        raise Refusal("body.needed")
    _check_all(given)
    known = _known(call)
    before = {(one["name"], one["type"]): one for one in known.values()}
    kept = [_made(call, one, before) for one in given]
    known.clear()
    known.update({one["id"]: one for one in kept})
    return list(known.values())


@route(f"GET {_ALL}", f"GET {_GUILD}")
def list_commands(call: Call) -> Answer:
    """All commands, here or everywhere."""
    return list(_known(call).values())


@route(f"POST {_ALL}", f"POST {_GUILD}")
def post_command(call: Call) -> Answer:
    """One more command, or a better one of that name."""
    known = _known(call)
    before = {(one["name"], one["type"]): one for one in known.values()}
    made = _made(call, call.body, before)
    _check_all([one for one in known.values() if one["id"] != made["id"]] + [made])
    known[made["id"]] = made
    return made


@route(f"DELETE {_ALL}/{{command}}", f"DELETE {_GUILD}/{{command}}")
def delete_command(call: Call) -> Answer:
    """The command is no more."""
    if _known(call).pop(call.at["command"], None) is None:
        raise Refusal("command.unknown")
    return None


def size_of(command: Json) -> int:
    """What counts towards 8,000: names, descriptions and values, the longest translation each."""
    total = _longest(command, "name") + _longest(command, "description")
    for option in command.get("options") or ():
        total += size_of(option)
    for choice in command.get("choices") or ():
        total += _longest(choice, "name") + len(str(choice.get("value", "")))
    return total


def _longest(part: Json, key: str) -> int:
    texts = [part.get(key) or "", *(part.get(f"{key}_localizations") or {}).values()]
    return max(len(one) for one in texts)


def _known(call: Call) -> dict[str, Json]:
    if call.at["application"] != call.state.application:
        raise Refusal("access.none")
    guild = call.at.get("guild")
    if guild is None:
        return call.state.commands
    found = call.state.guilds.get(guild)
    if found is None or call.me not in found.members:
        raise Refusal("access.none")
    return found.commands


def _made(call: Call, given: Json, before: dict[tuple[str, int], Json]) -> Json:
    kind = given.get("type", 1)
    old = before.get((str(given.get("name")), kind)) or {}
    made = {
        "description": "",
        "options": [],
        "default_member_permissions": None,
        "contexts": None,
        "integration_types": [0],
        "nsfw": False,
        **given,
        "id": old.get("id") or call.state.next_id(),
        "type": kind,
        "application_id": call.state.application,
        "version": call.state.next_id(),
    }
    return made | ({"guild_id": call.at["guild"]} if "guild" in call.at else {})


def _check_all(commands: list[Json]) -> None:
    kinds = [one.get("type", 1) for one in commands]
    if kinds.count(1) > 100:
        raise Refusal("command.many")
    if kinds.count(2) > 15 or kinds.count(3) > 15:
        raise Refusal("command.menus")
    for number, one in enumerate(commands):
        for rule, at in _command(one):
            raise Refusal(rule, f"{number}.{at}")
    names = [(one["name"], one.get("type", 1)) for one in commands]
    if len(set(names)) < len(names):
        raise Refusal("command.name_twice")


def _command(one: Json) -> Iterator[tuple[str, str]]:
    name = str(one.get("name") or "")
    if one.get("type", 1) == 1:
        yield from _named(one)
    elif not 1 <= len(name) <= 32:
        yield "command.name", "name"
    elif one.get("description") or one.get("options"):
        yield "command.description", "description"
    yield from _options(one.get("options") or [], "options")
    if size_of(one) > 8000:
        yield "command.size", ""


def _named(one: Json, at: str = "") -> Iterator[tuple[str, str]]:
    for name in (one.get("name"), *(one.get("name_localizations") or {}).values()):
        good = _NAME.fullmatch(str(name or ""))
        if not good or str(name) != str(name).lower():
            yield "command.name", f"{at}name"
    for text in (one.get("description"), *(one.get("description_localizations") or {}).values()):
        if not 1 <= len(str(text or "")) <= 100:
            yield "command.description", f"{at}description"


def _options(options: list[Json], at: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    if len(options) > 25:
        yield "command.options", at
    names = [one.get("name") for one in options]
    if len(set(names)) < len(names):
        yield "command.option_twice", at
    subs = [one.get("type") in (SUB, GROUP) for one in options]
    if any(subs) and (not all(subs) or depth > 1):
        yield "command.option_type", at
    needed = [bool(one.get("required")) for one in options]
    if needed != sorted(needed, reverse=True):
        yield "command.required_first", at
    for number, one in enumerate(options):
        place = f"{at}.{number}."
        yield from _named(one, place)
        if one.get("type") in (SUB, GROUP):
            below = 2 if one["type"] == SUB else depth + 1
            yield from _options(one.get("options") or [], f"{place}options", below)
        yield from _choices(one, place)


def _choices(option: Json, at: str) -> Iterator[tuple[str, str]]:
    choices = option.get("choices") or []
    if len(choices) > 25:
        yield "command.choices", f"{at}choices"
    if choices and option.get("autocomplete"):
        yield "command.choice_autocomplete", f"{at}choices"
    for number, one in enumerate(choices):
        if not 1 <= len(str(one.get("name") or "")) <= 100:
            yield "command.choice_name", f"{at}choices.{number}.name"
        if not 1 <= len(str(one.get("value", ""))) <= 100:
            yield "command.choice_value", f"{at}choices.{number}.value"
