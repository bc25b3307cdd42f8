"""Components as plain dicts, and the budget of one message.

All messages are made of components (the newer layout), which hold twice the text of a
plain message and any order of words and acts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.discord.render.limits import (
    BUTTON_LABEL,
    CUSTOM_ID,
    MESSAGE_COMPONENTS,
    MESSAGE_TEXT,
    OPTION_LABEL,
    OPTION_VALUE,
    PLACEHOLDER,
    ROW_BUTTONS,
    SELECT_OPTIONS,
)
from adapters.discord.render.packing import pack
from bot.cards import Button, Option, Select
from bot.showing.texts import plain, size

Json = dict[str, Any]

ROW, BUTTON, SELECT, INPUT, SECTION, TEXT, CONTAINER, LABEL = 1, 2, 3, 4, 9, 10, 17, 18
PRESS, PICK = "press", "pick"
_STYLES = {"primary": 1, "plain": 2, "danger": 4}


def words(text: str) -> Json:
    """A paragraph."""
    return {"type": TEXT, "content": text}


def small(text: str) -> Json:
    """Small print."""
    return words("\n".join(f"-# {line}" for line in text.split("\n") if line.strip()))


def container(parts: Sequence[Json], colour: int | None) -> Json:
    """A framed group."""
    frame: Json = {"type": CONTAINER, "components": list(parts)}
    return frame | ({"accent_color": colour} if colour is not None else {})


def count(part: Json) -> int:
    """How many components that is, with those inside it."""
    inner = [*part.get("components", ()), *([part["accessory"]] if "accessory" in part else ())]
    return 1 + sum(count(one) for one in inner)


def text_in(part: Json) -> int:
    """How much text that is, with that inside it."""
    own = size(part["content"]) if part.get("type") == TEXT else 0
    return own + sum(text_in(one) for one in part.get("components", ()))


class Acts:
    """Turns typed commands into buttons and selects, each with a name of its own.

    A command that is too long for Discord is left out and counted, never cut: half a
    command is another command.
    """

    def __init__(self) -> None:
        self._count = 0
        self.left_out = 0

    def button(self, button: Button) -> Json | None:
        """A button, or None (counted) when its command is too long."""
        name = self._name(PRESS, button.says)
        if name is None:
            self.left_out += 1
            return None
        return {
            "type": BUTTON,
            "style": _STYLES[button.style],
            "label": plain(button.label, BUTTON_LABEL),
            "custom_id": name,
        }

    def selects(self, select: Select) -> list[Json]:
        """A select, or as many as its lines need."""
        fitting = [one for one in select.options if 0 < size(pack(one.says)) <= OPTION_VALUE]
        self.left_out += len(select.options) - len(fitting)
        parts = [fitting[at : at + SELECT_OPTIONS] for at in range(0, len(fitting), SELECT_OPTIONS)]
        return [
            self._select(select.label + (f" ({at} of {len(parts)})" if len(parts) > 1 else ""), one)
            for at, one in enumerate(parts, start=1)
        ]

    def _select(self, label: str, options: Sequence[Option]) -> Json:
        self._count += 1
        shown: dict[str, Json] = {}
        for one in options:
            value = pack(one.says)
            shown[value] = {"label": plain(one.label, OPTION_LABEL), "value": value}
        return {
            "type": SELECT,
            "custom_id": f"{PICK}:{self._count}",
            "placeholder": plain(label, PLACEHOLDER),
            "options": list(shown.values()),
        }

    def _name(self, act: str, says: str) -> str | None:
        self._count += 1
        name = f"{act}:{self._count}:{pack(says)}"
        return name if says and size(name) <= CUSTOM_ID else None


@dataclass
class Budget:
    """What is left of one message's room."""

    components: int = MESSAGE_COMPONENTS
    text: int = MESSAGE_TEXT

    def take(self, *parts: Json) -> bool:
        """Take room for these parts together; False (nothing taken) when it does not suffice."""
        wanted, text = sum(map(count, parts)), sum(map(text_in, parts))
        if wanted > self.components or text > self.text:
            return False
        self.components -= wanted
        self.text -= text
        return True


def rows_of(elements: Iterable[Json]) -> list[Json]:
    """Buttons side by side, each select in a row of its own."""
    rows: list[Json] = []
    for element in elements:
        last = rows[-1]["components"] if rows else []
        alone = element["type"] == SELECT or (last and last[0]["type"] == SELECT)
        if alone or not last or len(last) == ROW_BUTTONS:
            rows.append({"type": ROW, "components": [element]})
        else:
            last.append(element)
    return rows
