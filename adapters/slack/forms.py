"""Forms as Slack modals, and what a person filled into one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from adapters.slack.blocks import Json, context, option, plain, section
from adapters.slack.limits import (
    INPUT_LENGTH,
    LABEL_TEXT,
    OPTION_VALUE,
    PRIVATE_METADATA,
    SECTION_TEXT,
    SELECT_OPTIONS,
    VIEW_BLOCKS,
    VIEW_TITLE,
    cut,
    size,
)
from adapters.slack.markup import clean, escape_within
from adapters.slack.page import to_beginning
from bot.cards import FieldKind, Form, FormField
from bot.incoming import Incoming
from bot.ports import Refused

CALLBACK = "form"
_ERROR_TEXT = 500


@dataclass(frozen=True)
class Origin:
    """What a modal must remember: its command and the place where it was opened."""

    says: str
    channel: str
    thread: str | None = None
    stamp: str | None = None
    words: str = "ticket"
    reply_token: str | None = None
    reply_until: str | None = None

    def to_metadata(self) -> str:
        """The modal's private metadata. A command too long for it is refused, never cut."""
        kept = {name: value for name, value in vars(self).items() if value is not None}
        text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        if size(text) > PRIVATE_METADATA:
            raise Refused("The command of this form is too long for Slack.")
        return text


def to_origin(metadata: str) -> Origin | None:
    """What the modal remembered; None when it is not a modal of ours."""
    try:
        return Origin(**json.loads(metadata))
    except (TypeError, ValueError):
        return None


def origin_of(incoming: Incoming, form: Form) -> Origin:
    """The memory of a form that opens where this came in."""
    until = incoming.reply_until
    return Origin(
        says=form.says,
        channel=incoming.spot.channel,
        thread=incoming.spot.thread,
        stamp=incoming.stamp,
        words=incoming.words,
        reply_token=incoming.reply_token,
        reply_until=until.isoformat() if until else None,
    )


def to_view(form: Form, origin: Origin) -> Json:
    """The modal that asks for this form, within every limit of Slack."""
    blocks: list[Json] = []
    intro = to_beginning(form.intro, SECTION_TEXT - 2)
    if intro:
        blocks.append(section(intro))
    for field in form.fields:
        parts = _to_blocks(field)
        if len(blocks) + len(parts) > VIEW_BLOCKS:
            raise Refused("This form has too many fields for Slack.")
        blocks += parts
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain(form.title, VIEW_TITLE),
        "submit": plain(form.submit, VIEW_TITLE),
        "close": plain("Cancel", VIEW_TITLE),
        "private_metadata": origin.to_metadata(),
        "blocks": blocks or [section("There is nothing to fill in.")],
    }


def to_values(view: Mapping[str, Any]) -> dict[str, str]:
    """What was filled in, by field name; an empty field is an empty text."""
    state = view.get("state", {}).get("values", {})
    return {
        name: clean(_value(element))
        for elements in state.values()
        for name, element in elements.items()
    }


def to_errors(form: Form, view: Mapping[str, Any]) -> dict[str, str] | None:
    """The mistakes to show in the open modal; None when the form itself must be shown anew."""
    errors = {field.name: field.error for field in form.fields if field.error}
    shown = view.get("state", {}).get("values", {})
    if not errors or not set(errors) <= set(shown):
        return None
    return {name: cut(clean(text), _ERROR_TEXT) for name, text in errors.items()}


def to_reply_until(origin: Origin) -> datetime | None:
    """Until when the remembered reply token lasts."""
    return datetime.fromisoformat(origin.reply_until) if origin.reply_until else None


def _value(element: Mapping[str, Any]) -> str:
    chosen = element.get("selected_option")
    if isinstance(chosen, Mapping):
        return str(chosen.get("value", ""))
    return str(element.get("value") or element.get("selected_date") or "")


def _to_blocks(field: FormField) -> list[Json]:
    element, note = _element(field)
    hint = " ".join(part for part in (field.hint, note) if part)
    block: Json = {
        "type": "input",
        "block_id": field.name,
        "optional": not field.required,
        "label": plain(field.label, LABEL_TEXT),
        "element": element | {"action_id": field.name},
    }
    if hint:
        block["hint"] = plain(hint, LABEL_TEXT)
    if not field.error:
        return [block]
    return [block, context(f"⚠️ {escape_within(field.error, _ERROR_TEXT)}")]


def _element(field: FormField) -> tuple[Json, str]:
    """The input, and what had to be left out of it."""
    if field.kind is FieldKind.SELECT and field.options:
        return _select(field)
    if field.kind is FieldKind.DATE:
        picker: Json = {"type": "datepicker"}
        if _is_date(field.value):
            picker["initial_date"] = field.value
        return picker, ""
    longest = max(1, min(field.max_length, INPUT_LENGTH))
    element: Json = {
        "type": "plain_text_input",
        "multiline": field.kind is FieldKind.LONG,
        "max_length": longest,
    }
    value = clean(field.value)
    if value:
        element["initial_value"] = cut(value, longest)
    return element, f"Cut to {longest:,} characters." if size(value) > longest else ""


def _select(field: FormField) -> tuple[Json, str]:
    fitting = [one for one in field.options if 0 < size(one.says) <= OPTION_VALUE][:SELECT_OPTIONS]
    if not fitting:
        raise Refused("The choices of this form are too long for Slack.")
    chosen = [one for one in fitting if one.says == field.value]
    missing = len(field.options) - len(fitting)
    if field.value and not chosen:
        # What is chosen already must not get lost because the list is long.
        chosen = [one for one in field.options if one.says == field.value]
        if chosen and size(field.value) <= OPTION_VALUE:
            fitting[-1] = chosen[0]
        else:
            chosen = []
    element: Json = {
        "type": "static_select",
        "options": [option(one.label, one.says) for one in fitting],
    }
    if chosen:
        element["initial_option"] = option(chosen[0].label, chosen[0].says)
    return element, f"+{missing} more choices not shown here." if missing else ""


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return len(value) == len("2026-01-31")
