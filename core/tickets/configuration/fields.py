"""Custom fields: defining them, and checking what is filled in, alike for every door."""

import re
from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator
from sqlalchemy import select

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid, NotFound
from core.ids import new_id, to_id
from core.people.people import find_person, get_person
from core.tickets.configuration.catalogue import Catalogue, catalogue
from core.tickets.configuration.configuration_events import CustomFieldChanged
from core.tickets.configuration.field_rules import (
    PREFIX,
    FieldKind,
    FieldWord,
    in_history,
    to_schema,
    to_values,
)
from core.tickets.models import Category, CustomField, Ticket

Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=24)]
Choice = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=75)]
MOST = 100
HISTORY = "field:"
"""How a change of a custom field is called in the history: ``field:device``."""


class FieldDraft(BaseModel):
    """What may be said of a custom field. Its ``key`` and ``kind`` never change afterwards."""

    model_config = ConfigDict(extra="forbid")

    key: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    label: Label
    kind: FieldKind = FieldKind.TEXT
    hint: str = Field(default="", max_length=150)
    choices: list[Choice] = Field(default_factory=list, max_length=MOST)
    category_id: UUID | None = None
    position: int = Field(default=0, ge=0, le=10_000)
    staff_only: bool = False
    required_for_customers: bool = False
    required_for_resolving: bool = False
    active: bool = True

    @field_validator("choices")
    @classmethod
    def _different(cls, value: list[str]) -> list[str]:
        if len({choice.casefold() for choice in value}) != len(value):
            raise ValueError("each choice may be there once")
        return value


async def save_field(
    uow: UnitOfWork, actor: Actor, draft: FieldDraft, field_id: UUID | None = None
) -> CustomField:
    """Define a field, or change the one with that id. Values that tickets have stay.

    Raises :class:`Invalid` naming what does not fit together.
    """
    require(actor, Permission.CONFIGURE)
    _check_draft(draft)
    if draft.category_id and await uow.session.get(Category, draft.category_id) is None:
        raise Invalid(field="category_id", problem="there is no such category")
    field = await _field_to_save(uow, draft, field_id)
    values = draft.model_dump() | {"kind": draft.kind.value}
    changed = tuple(name for name, value in values.items() if getattr(field, name) != value)
    for name in changed:
        setattr(field, name, values[name])
    await uow.session.flush()
    uow.configuration_changed()
    await uow.record(CustomFieldChanged(field_id=field.id, key=field.key, fields=changed), actor)
    return field


def _check_draft(draft: FieldDraft) -> None:
    if (draft.kind is FieldKind.CHOICE) != bool(draft.choices):
        problem = "say what there is to choose" if not draft.choices else "only a choice has them"
        raise Invalid(field="choices", problem=problem)
    if draft.kind is FieldKind.USER and not draft.staff_only:
        raise Invalid(field="staff_only", problem="customers do not choose among people: set it")
    if draft.staff_only and draft.required_for_customers:
        problem = "a field for staff only cannot be asked of customers"
        raise Invalid(field="required_for_customers", problem=problem)


async def _field_to_save(uow: UnitOfWork, draft: FieldDraft, field_id: UUID | None) -> CustomField:
    if field_id is None:
        taken = select(CustomField.id).where(CustomField.key == draft.key)
        if await uow.session.scalar(taken) is not None:
            raise Invalid(field="key", problem="another field has this key")
        field = CustomField(id=new_id(), organisation_id=uow.organisation_id, created_at=uow.now)
        uow.session.add(field)
        return field
    found = await uow.session.get(CustomField, field_id)
    if found is None:
        raise NotFound(ref="that field")
    for name in ("key", "kind"):
        if getattr(draft, name) != getattr(found, name):
            raise Invalid(field=name, problem="this cannot be changed; make another field")
    return found


async def list_fields(uow: UnitOfWork, actor: Actor) -> list[CustomField]:
    """All fields in their order, switched-off ones included; customers get theirs alone."""
    require(actor, Permission.READ_CONFIGURATION)
    query = select(CustomField).order_by(CustomField.position, CustomField.key)
    if not actor.is_staff:
        query = query.where(~CustomField.staff_only, CustomField.active)
    return list(await uow.session.scalars(query))


async def schema_of(uow: UnitOfWork, actor: Actor, category: str | None) -> dict[str, Any]:
    """The JSON Schema of a new ticket's ``custom_fields`` in that category."""
    require(actor, Permission.READ_CONFIGURATION)
    words = await catalogue(uow)
    category_id = words.category_named(category).id if category else None
    return to_schema(words.fields_of(category_id, staff=actor.is_staff))


def category_of(ticket: Ticket) -> UUID | None:
    """The category a ticket is filed under."""
    return ticket.subcategory_id or ticket.category_id


async def check_fields(
    uow: UnitOfWork,
    actor: Actor,
    category_id: UUID | None,
    given: Mapping[str, Any],
    *,
    opening: bool = False,
) -> dict[str, Any]:
    """What was filled in, as it will be kept; None takes a value away.

    Raises :class:`Invalid`: wrong values, fields that tickets of this category do not
    have, and, of a customer who is ``opening``, fields that were left empty.
    """
    require(actor, Permission.OPEN if opening else Permission.EDIT)
    fields = (await catalogue(uow)).fields_of(category_id, staff=actor.is_staff)
    values = to_values(fields, given)
    for field in fields:
        if field.kind is FieldKind.USER and values.get(field.key):
            values[field.key] = await person_in_field(uow, actor, field, values[field.key])
        if opening and not actor.is_staff and field.required_for_customers:
            _require_value(field, values, "please fill this in")
    return values


async def person_in_field(uow: UnitOfWork, actor: Actor, field: FieldWord, said: str) -> str:
    """The id of the person whom a ``user`` field is to name. Raises :class:`Invalid`."""
    try:
        if re.fullmatch(r"[0-9a-f-]{36}", said):
            return str((await get_person(uow, actor, to_id(said, "that person"))).id)
        return str((await find_person(uow, actor, said)).id)
    except (Invalid, NotFound) as error:
        problem = error.details.get("problem", str(error))
        raise Invalid(field=f"{PREFIX}{field.key}", problem=problem) from error


def _require_value(field: FieldWord, values: Mapping[str, Any], problem: str) -> None:
    if values.get(field.key) is None:
        raise Invalid(field=f"{PREFIX}{field.key}", problem=problem)


async def put_fields(
    uow: UnitOfWork,
    actor: Actor,
    ticket: Ticket,
    category_id: UUID | None,
    given: Mapping[str, Any],
) -> dict[str, tuple[Any, Any]]:
    """Fill in fields of a ticket of that category; what changed, for the history."""
    values = await check_fields(uow, actor, category_id, given)
    before = ticket.custom_fields or {}
    after = {k: v for k, v in {**before, **values}.items() if v is not None}
    if after != before:
        ticket.custom_fields = after
    known = {field.key: field for field in (await catalogue(uow)).fields}
    return {
        f"{HISTORY}{key}": (in_history(known[key], before.get(key)), in_history(known[key], value))
        for key, value in values.items()
        if before.get(key) != value
    }


def missing_for_resolving(words: Catalogue, ticket: Ticket) -> list[FieldWord]:
    """The fields without which staff do not resolve this ticket."""
    fields = words.fields_of(category_of(ticket), staff=True)
    kept = ticket.custom_fields or {}
    return [f for f in fields if f.required_for_resolving and kept.get(f.key) is None]


def check_resolvable(words: Catalogue, ticket: Ticket) -> None:
    """Raise :class:`Invalid` naming a field that must be filled in first."""
    for field in missing_for_resolving(words, ticket):
        problem = f"{field.label} must be filled in before this is resolved"
        raise Invalid(field=f"{PREFIX}{field.key}", problem=problem)
