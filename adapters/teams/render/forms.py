"""Forms as Teams' dialogs, and what a person filled into one. Pure."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from adapters.teams.render.elements import (
    Budget,
    Json,
    adaptive_card,
    small,
    text_block,
    to_attachment,
)
from adapters.teams.render.limits import (
    CHOICE_TITLE,
    CHOICE_VALUE,
    CHOICES,
    DIALOG_TITLE,
    FORM_BYTES,
    INPUT_LENGTH,
    LABEL,
    weight,
)
from adapters.teams.render.markup import MARKS, escape_within, plain
from adapters.teams.webapi.own import SLUG, Own, Payload, part, sender_of, to_spot
from bot.cards import FieldKind, Form, FormField
from bot.incoming import Incoming, Kind, Spot
from bot.ports import Refused
from bot.showing.texts import clean, cut, is_day, size

OURS = "deskhand"
"""Under which name a dialog carries its own memory; our fields have no such name."""
_DATA = "choices.data"
"""Under which name a field says where its choices are found while one types."""
_FEW = 20
"""Choices up to which a plain list is quicker than typing."""
_ERROR = 500
_INTRO = 1_500


@dataclass(frozen=True)
class Origin:
    """What a dialog must remember: its command and the place where it was opened.

    ``chosen`` is what was told of the message that it is about, sealed.
    """

    says: str
    name: str
    channel: str
    thread: str | None = None
    stamp: str | None = None
    words: str = "ticket"
    direct: bool = False
    chosen: str | None = None

    def to_data(self) -> Json:
        """The dialog's memory, as its button brings it back."""
        return {OURS: {name: value for name, value in vars(self).items() if value is not None}}


def origin_of(incoming: Incoming, form: Form, name: str, chosen: str | None = None) -> Origin:
    """The memory of a form that opens where this came in. ``name`` tells it from all others."""
    spot = incoming.spot
    return Origin(
        form.says,
        name,
        spot.channel,
        spot.thread,
        incoming.stamp,
        incoming.words,
        incoming.direct,
        chosen,
    )


def to_origin(data: Payload) -> Origin | None:
    """What a dialog remembered; None when it is none of ours."""
    try:
        return Origin(**part(data, OURS))
    except TypeError:
        return None


def to_submission(activity: Payload, data: Payload, own: Own, now: datetime) -> Incoming | None:
    """A submitted form; None when the dialog is not one of ours."""
    origin = to_origin(data)
    if origin is None:
        return None
    values = {
        str(name): clean(str(value if value is not None else ""))
        for name, value in data.items()
        if name not in (OURS, "msteams")
    }
    mark = hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]
    spot = Spot(platform=SLUG, workspace=own.tenant, channel=origin.channel, thread=origin.thread)
    return Incoming(
        kind=Kind.FORM,
        key=f"{SLUG}:{own.tenant}:form:{origin.name}:{mark}",
        spot=spot if origin.channel else to_spot(activity, own),
        sender=sender_of(activity),
        at=now,
        text=origin.says,
        values=values,
        stamp=origin.stamp,
        words=origin.words,
        direct=origin.direct,
        request_id=str(activity.get("id") or "") or None,
    )


def to_dialog(form: Form, origin: Origin) -> Json:
    """The answer that opens this form, or shows it again."""
    card = to_form_card(form, origin)
    value = {"title": plain(form.title, DIALOG_TITLE), "height": "large", "width": "medium"}
    return {"type": "continue", "value": value | {"card": to_attachment(card)}}


def to_form_card(form: Form, origin: Origin) -> Json:
    """The dialog's card within every limit. A command too long for it is refused, never cut."""
    budget = Budget(FORM_BYTES)
    submit = {"type": "Action.Submit", "title": plain(form.submit, 40), "data": origin.to_data()}
    if not budget.take(submit):
        raise Refused("The command of this form is too long for Teams.")
    intro = MARKS.beginning(form.intro, _INTRO)
    body = [text_block(intro)] if intro else []
    budget.take(*body)
    for left, field in _shares(form.fields):
        elements = _to_elements(field, budget.room // left)
        if not budget.take(*elements):
            raise Refused("This form has too many fields for Teams.")
        body += elements
    body = body or [text_block("There is nothing to fill in.")]
    return adaptive_card(body, fallback=plain(form.title, LABEL), actions=[submit])


def _shares(fields: tuple[FormField, ...]) -> list[tuple[int, FormField]]:
    return [(len(fields) - at, field) for at, field in enumerate(fields)]


def _to_elements(field: FormField, room: int) -> list[Json]:
    element, note = _element(field, room)
    hint = " ".join(part for part in (field.hint, note) if part)
    element |= {"id": field.name, "label": plain(field.label, LABEL)}
    # Clients take a choice that was found while one typed for none, and Submit does nothing
    # then: there the desk itself says what is missing.
    element["isRequired"] = field.required and _DATA not in element
    if element["isRequired"]:
        element["errorMessage"] = f"{plain(field.label, 60)} is missing."
    shown = [element]
    if field.error:
        words = f"⚠️ {escape_within(field.error, _ERROR)}"
        shown.append(text_block(words, color="Attention", spacing="Small"))
    return [*shown, small(escape_within(hint, LABEL))] if hint else shown


def _element(field: FormField, room: int) -> tuple[Json, str]:
    """The input, and what had to be left out of it."""
    if field.kind is FieldKind.SELECT or field.finder:
        return _choices(field, room)
    if field.kind is FieldKind.DATE:
        begins = {"value": field.value} if is_day(field.value) else {}
        return {"type": "Input.Date", **begins}, ""
    element: Json = {
        "type": "Input.Text",
        "isMultiline": field.kind is FieldKind.LONG,
        "maxLength": max(1, field.max_length),
    }
    value, note = clean(field.value), ""
    if value:
        longest = min(field.max_length, INPUT_LENGTH, max(200, room // 5))
        element["value"] = cut(value, longest)
        note = f"Cut to {longest:,} characters." if size(value) > longest else ""
    return element, note


def _choices(field: FormField, room: int) -> tuple[Json, str]:
    many = bool(field.finder and field.finder.many)
    chosen = [one for one in (field.value.split(",") if many else [field.value]) if one.strip()]
    named = {one.says: one.label for one in field.options}
    offered = list(field.options)
    # What is chosen already must not get lost because the list is long.
    offered.sort(key=lambda one: one.says not in chosen)
    choices = [_choice(named.get(one, one), one) for one in chosen if one not in named]
    for one in offered:
        if 0 < size(one.says) <= CHOICE_VALUE and len(choices) < CHOICES:
            choices.append(_choice(one.label, one.says))
    while choices and weight(choices) > room - 400:
        choices.pop()
    if field.options and not choices:
        raise Refused("The choices of this form are too long for Teams.")
    order = [one.says for one in field.options]
    choices.sort(key=lambda one: order.index(one["value"]) if one["value"] in order else -1)
    element: Json = {"type": "Input.ChoiceSet", "style": "compact", "choices": choices}
    if many:
        element["isMultiSelect"] = True
    there = {one["value"] for one in choices}
    if value := ",".join(one for one in chosen if one in there):
        element["value"] = value
    missing = len(order) - sum(one in there for one in order)
    listed = field.kind is FieldKind.SELECT and 0 < len(order) <= _FEW and not missing
    if field.finder and not listed:
        element[_DATA] = {"type": "Data.Query", "dataset": field.finder.source}
    if len(choices) > _FEW or _DATA in element:
        element["style"] = "filtered"
    note = f"+{missing} more choices not shown here." if missing and _DATA not in element else ""
    return element, note


def _choice(label: str, value: str) -> Json:
    return {"title": plain(label, CHOICE_TITLE), "value": value}
