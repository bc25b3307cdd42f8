"""What a person types after a command, put into the options that Discord shows."""

import re
from typing import Any

from bot.grammar.parse import to_number

Json = dict[str, Any]

_CHANNEL = re.compile(r"#(\d{15,20})")


def typed_options(command: Json, rest: str) -> dict[str, str]:
    """What was typed, put into the options that the command has."""
    rest = _CHANNEL.sub(r"<#\1>", rest)  # what the client makes of a channel one picks
    names = {one["name"]: one for one in command["options"]}
    given: dict[str, str] = {}

    def take(found: re.Match[str]) -> str:
        name, value = found[1], found[2].strip('"')
        choices = [one["value"] for one in names[name].get("choices") or ()]
        if name in given or (choices and value not in choices):
            return found[0]
        given[name] = value
        return ""

    known = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    rest = re.sub(rf'(?:^|(?<=\s))({known}):("[^"]*"|\S*)', take, rest).strip()
    first, _, after = rest.partition(" ")
    if "ticket" in names and to_number(first) is not None:
        given["ticket"], rest = first, after.strip()
    return given | ({"text": rest} if rest else {})
