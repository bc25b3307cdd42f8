"""Forms as Discord modals, step by step where they are long, and what a person filled in. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from adapters.discord.render.components import INPUT, LABEL, SELECT, TEXT, Json
from adapters.discord.render.limits import (
    CUSTOM_ID,
    INPUT_LENGTH,
    INPUT_PLACEHOLDER,
    LABEL_DESCRIPTION,
    MODAL_FIELDS,
    MODAL_TITLE,
    OPTION_LABEL,
    OPTION_VALUE,
    SELECT_OPTIONS,
)
from adapters.discord.render.limits import LABEL as LABEL_TEXT
from adapters.discord.render.markup import escape_within
from adapters.discord.render.packing import pack, unpack
from bot.cards import FieldKind, Form, FormField
from bot.ports import Refused
from bot.showing.texts import clean, cut, plain, size

FORM, GO_ON = "form", "more"
_NONE = "-"
_INTRO = 500


@dataclass(frozen=True)
class Origin:
    """What a modal (or the button to its next step) must remember: the vocabulary, the step and
    how many there are, the name of what was filled in before, and its command."""

    words: str
    says: str
    step: int = 0
    steps: int = 1
    kept: str = ""

    def to_name(self, kind: str) -> str:
        """The component's name. A command too long for it is refused, never cut."""
        step = f"{self.step}.{self.steps}"
        name = ":".join((kind, self.words, step, self.kept or _NONE, pack(self.says)))
        if size(name) > CUSTOM_ID:
            raise Refused("The command of this form is too long for Discord.")
        return name

    @property
    def is_last(self) -> bool:
        """Whether nothing is asked for after this step."""
        return self.step + 1 >= self.steps


def to_origin(custom_id: str, kind: str) -> Origin | None:
    """What the modal or button remembered; None when it is not one of ours."""
    parts = custom_id.split(":", 4)
    if len(parts) < 5 or parts[0] != kind:
        return None
    step, _, steps = parts[2].partition(".")
    if not (step.isdigit() and steps.isdigit()):
        return None
    kept = parts[3] if parts[3] != _NONE else ""
    return Origin(parts[1], unpack(parts[4]), int(step), int(steps), kept)


def steps_of(form: Form) -> list[tuple[FormField, ...]]:
    """The fields of each of its modals. What a form says first takes the room of a field."""
    room = MODAL_FIELDS - (1 if _intro(form) else 0)
    fields = form.fields
    steps = [fields[:room]]
    for at in range(room, len(fields), MODAL_FIELDS):
        steps.append(fields[at : at + MODAL_FIELDS])
    return steps


def step_with(form: Form, names: Sequence[str]) -> int:
    """The first step that asks for one of these fields."""
    for number, fields in enumerate(steps_of(form)):
        if any(field.name in names for field in fields):
            return number
    return 0


def to_modal(form: Form, origin: Origin) -> Json:
    """The modal of one step of a form, within every limit of Discord."""
    steps = steps_of(form)
    step = min(origin.step, len(steps) - 1)
    inside: list[Json] = []
    if step == 0 and (intro := _intro(form)):
        inside.append({"type": TEXT, "content": intro})
    inside += [_to_label(field) for field in steps[step]]
    counted = f" ({step + 1} of {len(steps)})" if len(steps) > 1 else ""
    return {
        "title": plain(form.title, MODAL_TITLE - len(counted)) + counted,
        "custom_id": replace(origin, step=step, steps=len(steps)).to_name(FORM),
        "components": inside or [{"type": TEXT, "content": "There is nothing to fill in."}],
    }


def to_values(data: Mapping[str, Any]) -> dict[str, str]:
    """What was filled in, by field name; an empty field is an empty text."""
    return {str(one["custom_id"]): clean(_value(one)) for one in _inputs(data)}


def _intro(form: Form) -> str:
    """What stands before the fields; empty where no word of it can be shown."""
    said = escape_within(form.intro, _INTRO)
    return said if said.strip() else ""


def _inputs(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for one in data.get("components") or ():
        inner = one.get("component")
        yield from (one.get("components") or ()) if inner is None else (inner,)


def _value(filled: Mapping[str, Any]) -> str:
    chosen = filled.get("values")
    if isinstance(chosen, list):
        return ",".join(str(one) for one in chosen)
    return str(filled.get("value") or "")


def _to_label(field: FormField) -> Json:
    element, note = _element(field)
    told = " ".join(part for part in (field.error and f"⚠️ {field.error}", field.hint, note) if part)
    label: Json = {
        "type": LABEL,
        "label": plain(field.label, LABEL_TEXT),
        "component": {"custom_id": field.name, "required": field.required, **element},
    }
    return label | ({"description": plain(told, LABEL_DESCRIPTION)} if told else {})


def _element(field: FormField) -> tuple[Json, str]:
    """The input, and what has to be said about it."""
    fitting = [one for one in field.options if 0 < size(one.says) <= OPTION_VALUE]
    many = field.finder is not None and field.finder.many
    few = 0 < len(fitting) <= SELECT_OPTIONS and len(fitting) == len(field.options)
    if few and field.kind is FieldKind.SELECT and not many:
        return _select(field), ""
    longest = max(1, min(field.max_length, INPUT_LENGTH))
    value = clean(_spoken(field))
    element: Json = {
        "type": INPUT,
        "style": 2 if field.kind is FieldKind.LONG else 1,
        "max_length": longest,
    }
    if value:
        element["value"] = cut(value, longest)
    examples = ", ".join(one.label for one in field.options[:4])
    if examples:
        element["placeholder"] = plain(f"For example {examples}", INPUT_PLACEHOLDER)
    elif field.kind is FieldKind.DATE:
        element["placeholder"] = "2026-01-31"
    return element, f"Cut to {longest:,} characters." if size(value) > longest else ""


def _spoken(field: FormField) -> str:
    """What stands in a field that words are typed into: the choice's word, not its value."""
    labels = {one.says: one.label for one in field.options}
    return labels.get(field.value, field.value)


def _select(field: FormField) -> Json:
    options: dict[str, Json] = {}
    for one in field.options:
        option: Json = {"label": plain(one.label, OPTION_LABEL), "value": one.says}
        chosen = {"default": True} if one.says == field.value else {}
        options.setdefault(one.says, option | chosen)
    shown = list(options.values())
    return {"type": SELECT, "options": shown, "min_values": int(field.required)}
