"""Forms as Slack modals, and what a person filled into one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.slack.render.blocks import Json, context, option, plain, section
from adapters.slack.render.limits import (
    INPUT_LENGTH,
    LABEL_TEXT,
    OPTION_VALUE,
    PLACEHOLDER_TEXT,
    PRIVATE_METADATA,
    SECTION_TEXT,
    SELECT_OPTIONS,
    VIEW_BLOCKS,
    VIEW_TITLE,
)
from adapters.slack.render.markup import MRKDWN, escape_within
from bot.cards import FieldKind, Finder, Form, FormField
from bot.incoming import Incoming
from bot.ports import Refused
from bot.showing.texts import clean, cut, is_day, size

CALLBACK = "form"
FIND = "find:"
"""How the action of a select begins whose choices are found while one types."""
_FEW = 20
"""Choices up to which a plain list is quicker than typing."""
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
    intro = MRKDWN.beginning(form.intro, SECTION_TEXT - 2)
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
        for name, elements in state.items()
        for element in elements.values()
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
    several = element.get("selected_options")
    if isinstance(several, list):
        return ",".join(str(one.get("value", "")) for one in several)
    return str(element.get("value") or element.get("selected_date") or "")


def _to_blocks(field: FormField) -> list[Json]:
    element, note = _element(field)
    hint = " ".join(part for part in (field.hint, note) if part)
    block: Json = {
        "type": "input",
        "block_id": field.name,
        "optional": not field.required,
        "label": plain(field.label, LABEL_TEXT),
        "element": {"action_id": field.name} | element,
    }
    if hint:
        block["hint"] = plain(hint, LABEL_TEXT)
    if not field.error:
        return [block]
    return [block, context(f"⚠️ {escape_within(field.error, _ERROR_TEXT)}")]


def _element(field: FormField) -> tuple[Json, str]:
    """The input, and what had to be left out of it."""
    if field.finder and (field.kind is FieldKind.LINE or len(field.options) > _FEW):
        return _found(field, field.finder), ""
    if field.kind is FieldKind.SELECT and field.options:
        return _select(field)
    if field.kind is FieldKind.DATE:
        picker: Json = {"type": "datepicker"}
        if is_day(field.value):
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


def _found(field: FormField, finder: Finder) -> Json:
    """A select whose choices Slack asks us for while one types."""
    element: Json = {
        "type": "multi_external_select" if finder.many else "external_select",
        "action_id": f"{FIND}{finder.source}:{field.name}",
        "min_query_length": finder.fewest,
        "placeholder": plain("Type to find…", PLACEHOLDER_TEXT),
    }
    labels = {one.says: one.label for one in field.options}
    parts = field.value.split(",") if finder.many else [field.value]
    chosen = [
        option(labels.get(value, value), value)
        for value in (part.strip() for part in parts)
        if 0 < size(value) <= OPTION_VALUE
    ]
    if chosen:
        element |= {"initial_options": chosen} if finder.many else {"initial_option": chosen[0]}
    return element


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
