"""Custom fields as values: what each kind takes, and how it is shown. Pure.

One model is built from an organisation's fields; every door checks with it, so that a
wrong value is refused in the same words everywhere.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, create_model

from core.errors import Invalid

LONGEST = 1000
"""Characters of a text."""
PREFIX = "custom_fields."
"""How an error names a field: ``custom_fields.device``."""
_YES = frozenset({"yes", "true", "on", "1", "x"})
_NO = frozenset({"no", "false", "off", "0"})


class FieldKind(StrEnum):
    """What a custom field holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    CHECKBOX = "checkbox"
    USER = "user"


@dataclass(frozen=True)
class FieldWord:
    """A custom field as an organisation has defined it.

    ``within`` are the categories whose tickets have it; None: all tickets have it.
    """

    id: UUID
    key: str
    label: str
    kind: FieldKind
    hint: str
    choices: tuple[str, ...]
    within: frozenset[UUID] | None
    staff_only: bool
    required_for_customers: bool
    required_for_resolving: bool

    def is_on(self, category_id: UUID | None) -> bool:
        """Whether tickets of that category have the field."""
        return self.within is None or category_id in self.within


@dataclass(frozen=True)
class FieldView:
    """A field of one ticket with its value, as people read it."""

    key: str
    label: str
    shown: str
    staff_only: bool


def _to_text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("this is not a text")
    text = str(value).replace("\x00", "").strip()
    if len(text) > LONGEST:
        raise ValueError(f"this is longer than {LONGEST:,} characters")
    return text


def _to_number(value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("this is not a number")
    try:
        number = float(value.strip().replace(",", ".") if isinstance(value, str) else value)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{value!r} is not a number") from error
    if not math.isfinite(number) or abs(number) >= 1e15:
        raise ValueError(f"{value!r} is not a number that can be kept")
    return int(number) if number.is_integer() else number


def _to_date(value: object) -> str:
    try:
        return date.fromisoformat(str(value).strip()).isoformat()
    except ValueError as error:
        raise ValueError(f"{value!r} is not a date like 2026-01-31") from error


def _to_flag(value: object) -> bool:
    word = str(value).strip().casefold()
    if word not in _YES | _NO:
        raise ValueError(f"{value!r} is neither yes nor no")
    return word in _YES


def _to_user(value: object) -> str:
    if not isinstance(value, str | UUID):
        raise ValueError("say a name or an address")
    return str(value).strip()[:254]


def _to_choice(choices: tuple[str, ...]) -> Callable[[object], str]:
    known = {choice.casefold(): choice for choice in choices}

    def chosen(value: object) -> str:
        found = known.get(str(value).strip().casefold())
        if found is None:
            raise ValueError(f"{value!r} is not one of {', '.join(choices)}")
        return found

    return chosen


_READ: dict[FieldKind, tuple[Any, Callable[[object], Any]]] = {
    FieldKind.TEXT: (str, _to_text),
    FieldKind.NUMBER: (int | float, _to_number),
    FieldKind.DATE: (str, _to_date),
    FieldKind.CHECKBOX: (bool, _to_flag),
    FieldKind.USER: (str, _to_user),
}


def _unless_empty(read: Callable[[object], Any]) -> Callable[[object], Any]:
    """Nothing, or an empty text, takes the value away."""
    return lambda value: None if value is None or str(value).strip() == "" else read(value)


@lru_cache(maxsize=256)
def build_fields_model(fields: tuple[FieldWord, ...]) -> type[BaseModel]:
    """The model of these fields' values; what is not among them is refused by name."""
    members: dict[str, Any] = {}
    for number, field in enumerate(fields):
        kept, read = _READ.get(field.kind) or (str, _to_choice(field.choices))
        # The key is an alias: as a name it could clash with a method of the model.
        members[f"field_{number}"] = (
            Annotated[kept | None, BeforeValidator(_unless_empty(read))],
            Field(default=None, alias=field.key, title=field.label, description=field.hint),
        )
    config = ConfigDict(extra="forbid", strict=True)
    return create_model("CustomFields", __config__=config, **members)


def to_values(fields: Sequence[FieldWord], given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given as it will be kept; None takes a value away. Raises :class:`Invalid`."""
    try:
        filled = build_fields_model(tuple(fields)).model_validate(dict(given))
    except ValidationError as error:
        first = error.errors()[0]
        said = str(first["msg"]).removeprefix("Value error, ")
        problem = "there is no such field" if first["type"] == "extra_forbidden" else said
        raise Invalid(field=f"{PREFIX}{first['loc'][0]}", problem=problem) from error
    return filled.model_dump(by_alias=True, exclude_unset=True)


def to_schema(fields: Sequence[FieldWord]) -> dict[str, Any]:
    """The JSON Schema of these fields' values, for programs that build forms."""
    schema = build_fields_model(tuple(fields)).model_json_schema(by_alias=True)
    for field in fields:
        said = schema["properties"][field.key]
        said["x-kind"] = field.kind.value
        if field.choices:
            said["enum"] = [*field.choices, None]
    schema["required"] = [field.key for field in fields if field.required_for_customers]
    return schema


def in_words(field: FieldWord, value: Any, names: Mapping[str, str]) -> str:
    """A value as people read it; ``names`` are of the people whom ``user`` fields name."""
    if field.kind is FieldKind.CHECKBOX:
        return "Yes" if value else "No"
    if field.kind is FieldKind.USER:
        return names.get(str(value), "somebody")
    return str(value)


def in_history(field: FieldWord, value: Any) -> Any:
    """A value as an event may keep it: free text and names of people stay out."""
    if value is None:
        return None
    return "(a text)" if field.kind is FieldKind.TEXT else value
