"""Which rules an Adaptive Card breaks."""

import re
from collections.abc import Iterator
from typing import Any

from tests.fakes.teams.inputs import broken_by_input

Json = dict[str, Any]

ADAPTIVE = "application/vnd.microsoft.card.adaptive"
_VERSIONS = {"1.0", "1.1", "1.2", "1.3", "1.4", "1.5"}
_REQUIRED: dict[str, tuple[str, ...]] = {
    "TextBlock": ("text",),
    "RichTextBlock": ("inlines",),
    "Image": ("url",),
    "ImageSet": ("images",),
    "Container": ("items",),
    "ColumnSet": (),
    "Column": (),
    "FactSet": ("facts",),
    "ActionSet": ("actions",),
    "Table": (),
    "TableRow": (),
    "TableCell": ("items",),
}
_INSIDE = ("items", "columns", "images", "rows", "cells")
_WITHIN = ("body", *_INSIDE, "card", "actions")
_STYLES = {"default", "emphasis", "good", "attention", "warning", "accent"}
_VALUES: dict[str, set[str]] = {
    "size": {"default", "small", "medium", "large", "extralarge", "auto", "stretch"},
    "weight": {"default", "lighter", "bolder"},
    "color": {"default", "dark", "light", "accent", "good", "warning", "attention"},
    "spacing": {"none", "default", "small", "medium", "large", "extralarge", "padding"},
}
_ACTIONS = {
    "Action.Execute",
    "Action.Submit",
    "Action.OpenUrl",
    "Action.ShowCard",
    "Action.ToggleVisibility",
}
MOST_ACTIONS, MOST_REFRESHED = 6, 60
# Clients put their own time in its place, in a TextBlock alone, and only if it is exactly so.
_MOMENT = re.compile(
    r"\{\{(DATE\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)(, ?(COMPACT|SHORT|LONG))?\)"
    r"|TIME\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)\))\}\}"
)
_MEANT_AS_MOMENT = re.compile(r"\{\{\s*(DATE|TIME)\s*\(")


def broken_by_card(card: Any) -> Iterator[str]:
    """The rules that a whole card breaks, in order."""
    if not isinstance(card, dict) or card.get("type") != "AdaptiveCard":
        yield "card.type"
        return
    if card.get("version") not in _VERSIONS:
        yield "card.version"
    yield from _inner(card)
    yield from _refresh(card)
    ids = [one["id"] for one in everything_in(card) if isinstance(one.get("id"), str)]
    if len(set(ids)) < len(ids):
        yield "card.id"
    for action in actions_of(card):
        if action["type"] == "Action.Execute" and card["version"] != "1.5":
            yield "action.version"
        if action["type"] == "Action.ToggleVisibility":
            yield from _toggle(action, set(ids))
    for mention in (card.get("msteams") or {}).get("entities") or ():
        if not mention.get("text") or not any(mention["text"] in one for one in texts_in(card)):
            yield "card.mention"


def _inner(card: Json) -> Iterator[str]:
    body, actions = card.get("body") or [], card.get("actions") or []
    if not body and not actions:
        yield "card.required"
    for element in body:
        yield from _element(element)
    yield from _row(actions)


def _refresh(card: Json) -> Iterator[str]:
    refresh = card.get("refresh")
    if refresh is None:
        return
    action = refresh.get("action") or {}
    people = refresh.get("userIds") or []
    if action.get("type") != "Action.Execute" or len(people) > MOST_REFRESHED:
        yield "card.refresh"
    elif not action.get("verb"):
        yield "action.verb"


def _element(element: Any) -> Iterator[str]:
    kind = element.get("type") if isinstance(element, dict) else None
    if kind is not None and kind.startswith("Input."):
        yield from broken_by_input(element)
        return
    if kind not in _REQUIRED:
        yield "card.element"
        return
    if any(not element.get(name) for name in _REQUIRED[kind]):
        yield "card.required"
    yield from _looks(element)
    yield from _texts(element)
    for name in _INSIDE:
        for inner in element.get(name) or ():
            yield from _element({"type": _implied(name), **inner})
    if kind == "ActionSet":
        yield from _row(element["actions"])
    if element.get("selectAction"):
        yield from _action(element["selectAction"], titled=False)


def _implied(name: str) -> str | None:
    return {"columns": "Column", "rows": "TableRow", "cells": "TableCell"}.get(name)


def _looks(element: Json) -> Iterator[str]:
    for name, known in _VALUES.items():
        if str(element.get(name, "default")).casefold() not in known:
            yield "card.value"
    known = _STYLES | ({"heading", "columnheader"} if element["type"] == "TextBlock" else set())
    if element["type"] == "Image":
        known = {"default", "person"}
    if str(element.get("style", "default")).casefold() not in known:
        yield "card.value"


def _texts(element: Json) -> Iterator[str]:
    if "text" in element and not isinstance(element["text"], str):
        yield "card.text"
        return
    if _MEANT_AS_MOMENT.search(_MOMENT.sub("", element.get("text", ""))):
        yield "card.moment"
    for fact in element.get("facts") or ():
        if not fact.get("title") or not fact.get("value"):
            yield "card.required"
        elif _MEANT_AS_MOMENT.search(f"{fact['title']} {fact['value']}"):
            yield "card.moment"


def _row(actions: list[Json]) -> Iterator[str]:
    if len(actions) > MOST_ACTIONS:
        yield "action.many"
    for action in actions:
        yield from _action(action)


def _action(action: Any, *, titled: bool = True) -> Iterator[str]:
    kind = action.get("type") if isinstance(action, dict) else None
    if kind not in _ACTIONS:
        yield "action.type"
        return
    if titled and not action.get("title"):
        yield "action.title"
    if action.get("style", "default") not in ("default", "positive", "destructive"):
        yield "card.value"
    if kind == "Action.Execute" and not action.get("verb"):
        yield "action.verb"
    if kind == "Action.OpenUrl" and not str(action.get("url")).startswith(("https://", "http://")):
        yield "action.url"
    if kind == "Action.ShowCard":
        yield from _inner(action.get("card") or {})
    if isinstance(action.get("fallback"), dict):
        yield from _action(action["fallback"])


def _toggle(action: Json, ids: set[str]) -> Iterator[str]:
    named = [
        one.get("elementId") if isinstance(one, dict) else one
        for one in action.get("targetElements") or ()
    ]
    if not named or not set(named) <= ids:
        yield "action.target"


def everything_in(part: Any) -> Iterator[Json]:
    """Every element and action that a person may come to see, in the order of the card."""
    if isinstance(part, list):
        for one in part:
            yield from everything_in(one)
    elif isinstance(part, dict):
        yield part
        for name in _WITHIN:
            if name in part:
                yield from everything_in(part[name])


def actions_of(card: Json) -> list[Json]:
    """The buttons of a card, also those behind others."""
    return [one for one in everything_in(card) if str(one.get("type")).startswith("Action.")]


def inputs_of(card: Json) -> list[Json]:
    """The fields of a card."""
    return [one for one in everything_in(card) if str(one.get("type")).startswith("Input.")]


def texts_in(card: Json) -> list[str]:
    """The words of a card that people read, without those of its buttons."""
    found: list[str] = []
    for one in everything_in(card):
        if str(one.get("type")).startswith("Action."):
            continue
        found += [one["text"]] if isinstance(one.get("text"), str) else []
        found += [f"{fact['title']} {fact['value']}" for fact in one.get("facts") or ()]
        found += [run if isinstance(run, str) else run["text"] for run in one.get("inlines") or ()]
    return found
