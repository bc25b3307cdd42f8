"""The custom fields of a ticket as they are read: those of its category, with people's names."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import case, column, func, select
from sqlalchemy.dialects.postgresql import UUID as PgUUID

from core.people.models import Person
from core.tickets.configuration.catalogue import Catalogue
from core.tickets.configuration.field_rules import FieldView, in_words
from core.tickets.models import Ticket

_ID = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
_filled = func.jsonb_each_text(Ticket.custom_fields).table_valued("key", "value")
_people = (
    select(column("value").cast(PgUUID(as_uuid=True)))
    .select_from(_filled)
    .where(_filled.c.value.op("~")(_ID))
    .correlate(Ticket)
    .scalar_subquery()
)
_names = (
    select(func.jsonb_object_agg(Person.id, Person.name))
    .where(Person.id == func.any(func.array(_people)))
    .correlate(Ticket)
    .scalar_subquery()
)
FIELD_NAMES = case((Ticket.custom_fields != {}, _names)).label("field_names")
"""Names by id of the people whom a ticket's custom fields name."""


def kept_on(words: Catalogue, category_id: UUID | None, values: dict[str, Any]) -> dict[str, Any]:
    """Those of the values whose fields tickets of that category have."""
    if not values:
        return {}
    keys = {field.key for field in words.fields_of(category_id, staff=True)}
    return {key: value for key, value in values.items() if key in keys}


def to_field_views(
    words: Catalogue,
    category_id: UUID | None,
    values: Mapping[str, Any],
    names: Mapping[str, str] | None,
) -> tuple[FieldView, ...]:
    """The filled-in fields in their order."""
    if not values:
        return ()
    return tuple(
        FieldView(f.key, f.label, in_words(f, values[f.key], names or {}), f.staff_only)
        for f in words.fields_of(category_id, staff=True)
        if f.key in values
    )
