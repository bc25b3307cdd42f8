"""Adaptive Card elements as plain dicts, and the budget of one card."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from adapters.teams.render.limits import ACTION_DATA, ACTION_TITLE, ACTIONS, CARD_BYTES, weight
from adapters.teams.render.markup import plain
from bot.cards import Button, Option, Select

Json = dict[str, Any]

SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
VERSION = "1.5"
CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
VERB = "deskhand"
"""The verb of our own Action.Execute."""
_STYLES = {"primary": "positive", "danger": "destructive"}


def text_block(text: str, **more: Any) -> Json:
    """A paragraph that breaks its lines wherever it stands. Teams wants at least one sign."""
    return {"type": "TextBlock", "text": text if text.strip() else "—", "wrap": True, **more}


def small(text: str) -> Json:
    """Small print."""
    return text_block(text, size="Small", isSubtle=True, spacing="Small")


def container(items: Sequence[Json], style: str = "default", **more: Any) -> Json:
    """Elements that belong together."""
    return {"type": "Container", "style": style, "items": list(items), **more}


def action_set(actions: Sequence[Json]) -> Json:
    """A row of buttons."""
    return {"type": "ActionSet", "actions": list(actions)}


def to_data(says: str) -> Json:
    """What a button brings back: its typed command."""
    return {"says": says}


class Acts:
    """Turns typed commands into actions. One that is too long is left out and counted, never
    cut: half a command is another command."""

    def __init__(self) -> None:
        self.left_out = 0

    def button(self, button: Button) -> Json | None:
        """The action of a button."""
        style = _STYLES.get(button.style)
        made = self._action(button.label, button.says, opens=button.opens_form)
        return made | {"style": style} if made and style else made

    def option(self, option: Option) -> Json | None:
        """The action of a line of a menu; an ellipsis says that a form opens."""
        return self._action(option.label, option.says, opens=option.label.endswith("…"))

    def all_of(self, buttons: Sequence[Button], selects: Sequence[Select]) -> list[Json]:
        """Buttons, and after them the lines of all menus."""
        made = [self.button(one) for one in buttons]
        made += [self.option(one) for select in selects for one in select.options]
        return [one for one in made if one]

    def _action(self, label: str, says: str, *, opens: bool) -> Json | None:
        data = to_data(says)
        if not says or weight(data) > ACTION_DATA:
            self.left_out += 1
            return None
        title = plain(label, ACTION_TITLE)
        if opens:
            return _submit(title, data | {"msteams": {"type": "task/fetch"}})
        # Clients that do not know Execute send the same as a message.
        return {
            "type": "Action.Execute",
            "title": title,
            "verb": VERB,
            "data": data,
            "fallback": _submit(title, data),
        }


def bringing(action: Json, more: Json) -> Json:
    """The action, which brings that back too."""
    told = action | {"data": action["data"] | more}
    return told | {"fallback": bringing(told["fallback"], more)} if "fallback" in told else told


def _submit(title: str, data: Json) -> Json:
    return {"type": "Action.Submit", "title": title, "data": data}


def in_rows(actions: Sequence[Json]) -> list[Json]:
    """Actions in as many rows as they need."""
    return [action_set(actions[at : at + ACTIONS]) for at in range(0, len(actions), ACTIONS)]


def toggle(title: str, target: str) -> Json:
    """A button that shows what is hidden, and hides it again."""
    return {
        "type": "Action.ToggleVisibility",
        "title": plain(title, ACTION_TITLE),
        "targetElements": [target],
    }


@dataclass
class Budget:
    """What is left of one card's room, in bytes."""

    room: int = CARD_BYTES

    def take(self, *parts: Json) -> bool:
        """Take room for these parts together; False (nothing taken) when it does not suffice."""
        wanted = sum(weight(part) + 1 for part in parts)
        if wanted > self.room:
            return False
        self.room -= wanted
        return True


def adaptive_card(body: Sequence[Json], *, fallback: str, actions: Sequence[Json] = ()) -> Json:
    """A whole card. ``fallback`` is what a client reads that cannot show it, or reads it out."""
    card: Json = {
        "type": "AdaptiveCard",
        "$schema": SCHEMA,
        "version": VERSION,
        "body": list(body),
        "fallbackText": fallback,
        "speak": fallback,
        "msteams": {"width": "Full"},
    }
    return card | {"actions": list(actions)} if actions else card


def to_attachment(card: Json) -> Json:
    """The card as a message carries it."""
    return {"contentType": CONTENT_TYPE, "content": card}
