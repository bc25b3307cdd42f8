"""Which rule a single block breaks."""

from collections.abc import Iterator
from datetime import date
from typing import Any

Json = dict[str, Any]

_TYPES = {"section", "header", "context", "actions", "divider", "input"}
FINDING = {"external_select", "multi_external_select"}
"""Selects whose choices Slack asks the app for."""


def units(text: str) -> int:
    """The length of a text in UTF-16 units: the strictest reading of Slack's limits."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def broken_by_block(block: Json) -> Iterator[str]:
    """The rules that one block breaks, in order."""
    kind = block.get("type")
    if kind not in _TYPES:
        yield "block.type"
        return
    checks = {
        "section": _section,
        "header": _header,
        "context": _context,
        "actions": _actions,
        "input": _input,
    }
    if kind in checks:
        yield from checks[kind](block)


def _text(text: Any, limit: int, rule: str, *, only_plain: bool = False) -> Iterator[str]:
    kinds = {"plain_text"} if only_plain else {"plain_text", "mrkdwn"}
    if not isinstance(text, dict) or text.get("type") not in kinds:
        yield "text.kind"
    elif not text.get("text"):
        yield "text.empty"
    elif units(text["text"]) > limit:
        yield rule


def _section(block: Json) -> Iterator[str]:
    if not block.get("text") and not block.get("fields"):
        yield "section.empty"
    if block.get("text"):
        yield from _text(block["text"], 3000, "section.text")
    fields = block.get("fields") or []
    if len(fields) > 10:
        yield "section.fields"
    for field in fields:
        yield from _text(field, 2000, "section.field")
    if block.get("accessory"):
        yield from _element(block["accessory"])


def _header(block: Json) -> Iterator[str]:
    yield from _text(block.get("text"), 150, "header.text", only_plain=True)


def _context(block: Json) -> Iterator[str]:
    elements = block.get("elements") or []
    if not 1 <= len(elements) <= 10:
        yield "context.elements"
    for element in elements:
        yield from _text(element, 3000, "context.text")


def _actions(block: Json) -> Iterator[str]:
    elements = block.get("elements") or []
    if not 1 <= len(elements) <= 25:
        yield "actions.elements"
    for element in elements:
        yield from _element(element)


def _element(element: Json) -> Iterator[str]:
    if element.get("type") == "button":
        yield from _button(element)
    elif element.get("type") == "static_select":
        yield from _select(element)
    elif element.get("type") in FINDING:
        yield from _finding(element)
    else:
        yield "block.type"


def _button(button: Json) -> Iterator[str]:
    yield from _text(button.get("text"), 75, "button.text", only_plain=True)
    if units(button.get("value") or "") > 2000:
        yield "button.value"
    if button.get("style") not in (None, "primary", "danger"):
        yield "button.style"
    if units(button.get("accessibility_label") or "") > 75:
        yield "button.accessibility"


def _select(select: Json) -> Iterator[str]:
    options = select.get("options") or []
    if not 1 <= len(options) <= 100:
        yield "select.options"
    if select.get("placeholder"):
        yield from _text(select["placeholder"], 150, "select.placeholder", only_plain=True)
    for option in options:
        yield from broken_by_option(option)
    if select.get("initial_option") and select["initial_option"] not in options:
        yield "select.initial"


def broken_by_option(option: Json) -> Iterator[str]:
    """The rules that one choice breaks, whether it stands in a message or was asked for."""
    yield from _text(option.get("text"), 75, "option.text", only_plain=True)
    if not 1 <= units(option.get("value") or "") <= 150:
        yield "option.value"


def _finding(select: Json) -> Iterator[str]:
    if select.get("options"):
        yield "finding.options"
    fewest = select.get("min_query_length", 3)
    if not isinstance(fewest, int) or fewest < 0:
        yield "finding.fewest"
    if select.get("placeholder"):
        yield from _text(select["placeholder"], 150, "select.placeholder", only_plain=True)
    several = select["type"] == "multi_external_select"
    if ("initial_option" if several else "initial_options") in select:
        yield "finding.initial"
    begun = select.get("initial_options") or [select.get("initial_option")]
    for option in begun:
        if option is not None:
            yield from broken_by_option(option)


def _input(block: Json) -> Iterator[str]:
    yield from _text(block.get("label"), 2000, "input.label", only_plain=True)
    if block.get("hint"):
        yield from _text(block["hint"], 2000, "input.hint", only_plain=True)
    element = block.get("element") or {}
    if element.get("type") == "static_select":
        yield from _select(element)
    elif element.get("type") in FINDING:
        yield from _finding(element)
    elif element.get("type") == "datepicker":
        yield from _datepicker(element)
    elif element.get("type") == "plain_text_input":
        yield from _text_input(element)
    else:
        yield "block.type"


def _datepicker(element: Json) -> Iterator[str]:
    value = element.get("initial_date")
    if value is None:
        return
    try:
        date.fromisoformat(value)
    except ValueError:
        yield "date.initial"


def _text_input(element: Json) -> Iterator[str]:
    longest = element.get("max_length", 3000)
    if not 1 <= longest <= 3000:
        yield "input.max_length"
    if units(element.get("initial_value") or "") > longest:
        yield "input.initial"
