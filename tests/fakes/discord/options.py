"""What a person gives to the options of a command, or chooses in a select, as Discord sends it."""

from typing import TYPE_CHECKING, Any

from tests.fakes.discord.components import or_else
from tests.fakes.discord.meaning import bring

if TYPE_CHECKING:
    from tests.fakes.discord.server import FakeDiscord

Json = dict[str, Any]

SUB, GROUP, TEXT, NUMBER, YES, USER, CHANNEL, ROLE, ANYBODY, DECIMAL, FILE = range(1, 12)


def given_options(
    discord: "FakeDiscord", command: Json, words: list[str], values: Json, focused: str = ""
) -> Json:
    """The data of a command's interaction; what the command does not offer is refused."""
    data: Json = {"id": command["id"], "name": command["name"], "type": 1, "options": []}
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    options, into = command.get("options") or [], data["options"]
    for word in words:
        found = next((one for one in options if one["name"] == word), None)
        if found is None or found["type"] not in (SUB, GROUP):
            raise LookupError(f"there is no {word!r} in {command['name']!r}")
        deeper: Json = {"name": word, "type": found["type"], "options": []}
        into.append(deeper)
        options, into = found.get("options") or [], deeper["options"]
    _check_named(options, values, complete=not focused)
    resolved: Json = {}
    for option in options:
        if option["name"] in values:
            one = _given(discord, option, values[option["name"]], resolved, bool(focused))
            into.append(one | ({"focused": True} if option["name"] == focused else {}))
    if resolved:
        data["resolved"] = resolved
    return data


def values_of(select: Json, labels: tuple[str, ...]) -> list[str]:
    """The values of the lines with these labels."""
    if select["type"] == 3:
        known = {one["label"]: one["value"] for one in select["options"]}
        known |= {one["value"]: one["value"] for one in select["options"]}
        missing = [one for one in labels if one not in known]
        if missing:
            raise LookupError(f"{missing} cannot be chosen among {list(known)}")
        labels = tuple(known[one] for one in labels)
    least, most = or_else(select.get("min_values"), 1), or_else(select.get("max_values"), 1)
    if not least <= len(labels) <= most:
        raise LookupError(f"{len(labels)} cannot be chosen there")
    return list(labels)


def _check_named(options: list[Json], values: Json, *, complete: bool) -> None:
    if any(one["type"] in (SUB, GROUP) for one in options):
        raise LookupError("a subcommand has to be named")
    unknown = set(values) - {one["name"] for one in options}
    if unknown:
        raise LookupError(f"no such option: {sorted(unknown)}")
    for one in options:
        if complete and one.get("required") and one["name"] not in values:
            raise LookupError(f"{one['name']!r} has to be given")


def _given(discord: "FakeDiscord", option: Json, value: Any, resolved: Json, typing: bool) -> Json:
    kind = option["type"]
    choices = [one["value"] for one in option.get("choices") or ()]
    if choices and value not in choices:
        raise LookupError(f"{value!r} is not among {choices}")
    if kind == TEXT and not typing:
        least, most = option.get("min_length") or 0, option.get("max_length") or 6000
        if not least <= len(value) <= most:
            raise LookupError(f"{option['name']!r} takes {least} to {most} characters")
    if kind in (NUMBER, DECIMAL) and not typing:
        least, most = option.get("min_value", value), option.get("max_value", value)
        if not least <= value <= most:
            raise LookupError(f"{option['name']!r} takes {least} to {most}")
    if kind == FILE:
        record = bring(discord, *value) | {"ephemeral": True}
        value = record["id"]
        told = discord.link(record)
        resolved.setdefault("attachments", {})[value] = told
    elif kind in (USER, CHANNEL, ROLE, ANYBODY):
        for key, found in discord.resolved("", [value]).items():
            resolved.setdefault(key, {}).update(found)
    return {"name": option["name"], "type": kind, "value": value}
