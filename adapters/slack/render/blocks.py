"""Block Kit's parts as plain dicts, and the budget of one message."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from adapters.slack.render.limits import (
    ACCESSIBILITY_LABEL,
    ACTIONS_ELEMENTS,
    ACTS_JSON,
    ALL_JSON,
    ALL_TEXT,
    BUTTON_TEXT,
    BUTTON_VALUE,
    MESSAGE_BLOCKS,
    OPTION_TEXT,
    OPTION_VALUE,
    PLACEHOLDER_TEXT,
    SELECT_JSON,
    SELECT_OPTIONS,
)
from bot.cards import Button, Option, Select
from bot.showing import texts
from bot.showing.texts import clean, cut, size

Json = dict[str, Any]

# The names of acts; the rest of an action_id only makes it unique in its message.
PRESS = "press"
PICK = "pick"


def mrkdwn(text: str) -> Json:
    """A formatted text; Slack is told to add no mentions or links of its own."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def plain(text: str, limit: int, *, empty: str = "—") -> Json:
    """A plain text within the limit. Slack wants at least one character."""
    return {"type": "plain_text", "text": texts.plain(text, limit, empty=empty), "emoji": True}


def section(text: str) -> Json:
    """A paragraph."""
    return {"type": "section", "text": mrkdwn(text)}


def fields_section(fields: Sequence[str]) -> Json:
    """Facts side by side."""
    return {"type": "section", "fields": [mrkdwn(text) for text in fields]}


def context(*texts: str) -> Json:
    """Small print."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts]}


def option(label: str, value: str) -> Json:
    """One line of a select."""
    return {"text": plain(label, OPTION_TEXT), "value": value}


class Acts:
    """Turns typed commands into buttons and selects, each with its own action_id.

    A command that is too long for Slack is left out and counted, never cut: half a
    command is another command.
    """

    def __init__(self) -> None:
        self._count = 0
        self.left_out = 0

    def button(self, button: Button, about: str = "") -> Json | None:
        """A button, or None (counted) when its command is too long. Where its label does not
        say what it is ``about``, screen readers are told."""
        if not button.says or size(button.says) > BUTTON_VALUE:
            self.left_out += 1
            return None
        element: Json = {
            "type": "button",
            "action_id": self._action(PRESS),
            "text": plain(button.label, BUTTON_TEXT),
            "value": button.says,
        }
        if button.style != "plain":
            element["style"] = button.style
        if about:
            words = " ".join(clean(f"{button.label}: {about}").split())
            element["accessibility_label"] = cut(words, ACCESSIBILITY_LABEL)
        return element

    def select(self, select: Select) -> list[Json]:
        """A select, then buttons for those commands that only a button can hold."""
        short = [one for one in select.options if 0 < size(one.says) <= OPTION_VALUE]
        long = [one for one in select.options if size(one.says) > OPTION_VALUE]
        options = _fitting(short)
        self.left_out += len(select.options) - len(options) - len(long)
        elements = [self._select(select.label, options)] if options else []
        buttons = (self.button(Button(label=one.label, says=one.says)) for one in long)
        return elements + [button for button in buttons if button]

    def _select(self, label: str, options: Sequence[Json]) -> Json:
        return {
            "type": "static_select",
            "action_id": self._action(PICK),
            "placeholder": plain(label, PLACEHOLDER_TEXT),
            "options": list(options),
        }

    def _action(self, name: str) -> str:
        self._count += 1
        return f"{name}:{self._count}"


@dataclass
class Budget:
    """What is left of one message's room."""

    blocks: int = MESSAGE_BLOCKS
    text: int = ALL_TEXT
    json: int = ALL_JSON

    def take(self, *parts: Json, blocks: int | None = None) -> bool:
        """Take room for these parts together; False (nothing taken) when it does not suffice."""
        count = len(parts) if blocks is None else blocks
        text = sum(_words_in(part) for part in parts)
        room = sum(size_of(part) for part in parts)
        if count > self.blocks or text > self.text or room > self.json:
            return False
        self.blocks -= count
        self.text -= text
        self.json -= room
        return True


@dataclass
class ActRows:
    """Elements that become as few actions blocks as Slack allows."""

    budget: Budget
    room: int = ACTS_JSON
    elements: list[Json] = field(default_factory=list)
    left_out: int = 0

    def add(self, element: Json | None) -> None:
        """Add an element if there is room for it, else count it."""
        if element is None:
            return
        opens = len(self.elements) % ACTIONS_ELEMENTS == 0
        frame: list[Json] = [{"type": "actions", "elements": []}] if opens else []
        wanted = size_of(element)
        full = self.left_out or wanted > self.room
        if full or not self.budget.take(element, *frame, blocks=len(frame)):
            self.left_out += 1
            return
        self.room -= wanted
        self.elements.append(element)

    def to_blocks(self) -> list[Json]:
        """The actions blocks."""
        step = ACTIONS_ELEMENTS
        return [
            {"type": "actions", "elements": self.elements[at : at + step]}
            for at in range(0, len(self.elements), step)
        ]


def size_of(part: Json) -> int:
    """The length of a part as JSON."""
    return size(json.dumps(part, ensure_ascii=False)) + 2


def _fitting(options: Sequence[Option]) -> list[Json]:
    """As many options as one select may take of a message's room."""
    fitting: list[Json] = []
    room = SELECT_JSON
    for one in options[:SELECT_OPTIONS]:
        shown = option(one.label, one.says)
        room -= size_of(shown)
        if room < 0:
            break
        fitting.append(shown)
    return fitting


def _words_in(part: Any) -> int:
    if isinstance(part, dict):
        own = part.get("text")
        words = size(own) if isinstance(own, str) else 0
        return words + sum(_words_in(one) for one in part.values() if not isinstance(one, str))
    if isinstance(part, list):
        return sum(_words_in(value) for value in part)
    return 0


def to_options(found: Iterable[Option]) -> Json:
    """The choices as Slack takes them; what would not fit is left out, never cut."""
    fitting = [one for one in found if 0 < size(one.says) <= OPTION_VALUE]
    return {"options": [option(one.label, one.says) for one in fitting[:SELECT_OPTIONS]]}
