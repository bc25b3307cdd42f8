"""Which rules a field of an Adaptive Card breaks, and what a person may put into one."""

import re
from collections.abc import Iterator
from datetime import date, time
from typing import Any

Json = dict[str, Any]

_KINDS = {
    "Input.Text",
    "Input.ChoiceSet",
    "Input.Date",
    "Input.Time",
    "Input.Number",
    "Input.Toggle",
}


def broken_by_input(field: Json) -> Iterator[str]:
    """The rules that one field breaks, in order."""
    if field["type"] not in _KINDS:
        yield "card.element"
        return
    if not field.get("id"):
        yield "input.id"
    if field["type"] == "Input.Toggle" and not field.get("title"):
        yield "card.required"
    if field["type"] == "Input.ChoiceSet":
        yield from _choices(field)
    longest = field.get("maxLength", 1)
    if not isinstance(longest, int) or longest < 1:
        yield "card.value"
    elif field.get("value") and not _can_be(field, str(field["value"])):
        yield "input.value"


def _choices(field: Json) -> Iterator[str]:
    if field.get("style", "compact") not in ("compact", "expanded", "filtered"):
        yield "card.value"
    choices = field.get("choices") or []
    if not choices and not field.get("choices.data"):
        yield "input.choices"
    for one in choices:
        if not one.get("title") or not one.get("value"):
            yield "input.choices"
    data = field.get("choices.data")
    if data is not None and (data.get("type") != "Data.Query" or not data.get("dataset")):
        yield "card.required"


def _can_be(field: Json, value: str) -> bool:
    kind = field["type"]
    if kind == "Input.ChoiceSet":
        there = {one.get("value") for one in field.get("choices") or ()}
        parts = value.split(",") if field.get("isMultiSelect") else [value]
        return set(parts) <= there
    if kind == "Input.Text":
        return len(value) <= int(field.get("maxLength", len(value)))
    if kind == "Input.Number":
        return re.fullmatch(r"-?\d+(\.\d+)?", value) is not None
    try:
        if kind == "Input.Date":
            date.fromisoformat(value)
        elif kind == "Input.Time":
            time.fromisoformat(value)
    except ValueError:
        return False
    return True


def wrong_entry(field: Json, value: str, offered: list[Json]) -> str | None:
    """What the client says about an entry before it sends anything; None for a good one."""
    if not value:
        if field.get("isRequired"):
            return str(field.get("errorMessage") or "This field is required")
        return None
    listed = field.get("choices") or []
    if field.get("isRequired") and field.get("choices.data"):
        # AdaptiveCards #8861: a choice that was found while one typed counts as none.
        offered = []
    choices = [*listed, *offered]
    if not _can_be({**field, "choices": choices}, value):
        return str(field.get("errorMessage") or "This value is not valid")
    pattern = field.get("regex")
    if pattern and re.fullmatch(pattern, value) is None:
        return str(field.get("errorMessage") or "This value is not valid")
    return None
