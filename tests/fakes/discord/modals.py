"""Which rule a modal breaks, and what of it stands there to be filled in."""

from collections.abc import Iterator
from typing import Any

from tests.fakes.discord.components import (
    CHECK,
    CHECKS,
    INPUT,
    LABEL,
    RADIO,
    ROW,
    SELECTS,
    TEXT,
    UPLOAD,
    Broken,
    broken_by_ids,
    broken_by_options,
    broken_by_select,
    custom_id,
    every,
    or_else,
    units,
)
from tests.fakes.discord.rules import Refusal

Json = dict[str, Any]


def check_modal(modal: Json) -> None:
    """Refuse a modal that breaks a rule."""
    for rule, at in _broken(modal):
        raise Refusal(rule, at)


def fields_of(modal: Json) -> Iterator[tuple[str, Json]]:
    """Each field of a modal: its label, and the component that is filled in."""
    for one in modal["components"]:
        if one["type"] == LABEL:
            yield one["label"], one["component"]
        elif one["type"] == ROW:
            yield one["components"][0]["label"], one["components"][0]


def _broken(modal: Json) -> Broken:
    if not 1 <= units(modal.get("title")) <= 45:
        yield "modal.title", "data.title"
    if not 1 <= units(modal.get("custom_id")) <= 100:
        yield "modal.custom_id", "data.custom_id"
    inner = modal.get("components") or []
    if not 1 <= len(inner) <= 5:
        yield "modal.components", "data.components"
    for number, one in enumerate(inner):
        yield from _top(one, f"data.components.{number}")
    yield from broken_by_ids(list(every(inner)))


def _top(one: Json, at: str) -> Broken:
    kind = one.get("type")
    if kind == ROW:
        held = one.get("components") or []
        if len(held) != 1 or held[0].get("type") != INPUT:
            yield "component.type", f"{at}.components.0.type"
            return
        if not 1 <= units(held[0].get("label")) <= 45:
            yield "input.label", f"{at}.components.0.label"
        yield from _input(held[0], f"{at}.components.0")
    elif kind == LABEL:
        yield from _label(one, at)
    elif kind == TEXT:
        if not 1 <= units(one.get("content")) <= 4000:
            yield "component.text_empty", f"{at}.content"
    else:
        yield "component.type", f"{at}.type"


def _label(label: Json, at: str) -> Broken:
    if not 1 <= units(label.get("label")) <= 45:
        yield "label.label", f"{at}.label"
    if units(label.get("description")) > 100:
        yield "label.description", f"{at}.description"
    held, place = label.get("component"), f"{at}.component"
    if not held:
        yield "label.component", place
        return
    kind = held.get("type")
    if kind == INPUT:
        yield from _input(held, place)
    elif kind in SELECTS:
        yield from broken_by_select(held, place, modal=True)
    elif kind == UPLOAD:
        yield from _upload(held, place)
    elif kind in (RADIO, CHECKS, CHECK):
        yield from _group(held, place)
    else:
        yield "component.type", f"{place}.type"


def _input(one: Json, at: str) -> Broken:
    yield from custom_id(one, at)
    if one.get("style") not in (1, 2):
        yield "input.style", f"{at}.style"
    if units(one.get("value")) > 4000:
        yield "input.value", f"{at}.value"
    if units(one.get("placeholder")) > 100:
        yield "input.placeholder", f"{at}.placeholder"
    least, most = one.get("min_length") or 0, one.get("max_length") or 4000
    if not 0 <= least <= most <= 4000:
        yield "input.length", f"{at}.max_length"
    if one.get("value") and not least <= units(one["value"]) <= most:
        yield "input.begun", f"{at}.value"


def _upload(one: Json, at: str) -> Broken:
    yield from custom_id(one, at)
    least, most = or_else(one.get("min_values"), 1), or_else(one.get("max_values"), 1)
    if not 0 <= least <= most <= 10 or (least == 0 and one.get("required", True)):
        yield "upload.values", f"{at}.min_values"


def _group(one: Json, at: str) -> Broken:
    yield from custom_id(one, at)
    if one["type"] == CHECK:
        return
    options = one.get("options") or []
    rule, least = ("radio.options", 2) if one["type"] == RADIO else ("checks.options", 1)
    if not least <= len(options) <= 10:
        yield rule, f"{at}.options"
    yield from broken_by_options(options, at)
