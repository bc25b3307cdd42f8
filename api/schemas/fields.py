"""Custom fields as REST shows and changes them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from api.schemas.common import ID, MOMENT, Out, example
from core.tickets.configuration.field_rules import FieldKind
from core.tickets.configuration.fields import FieldDraft, Label


class CustomField(Out):
    """A field of your own, for tickets of a category and below it, or of all."""

    model_config = example(
        id=ID,
        key="device",
        label="Device",
        kind="choice",
        hint="It stands on the back",
        choices=["Printer", "Scanner"],
        category_id=ID,
        position=10,
        staff_only=False,
        required_for_customers=True,
        required_for_resolving=False,
        active=True,
        created_at=MOMENT,
    )

    id: UUID
    key: str = Field(description="Its name in `custom_fields`.")
    label: str
    kind: FieldKind
    hint: str
    choices: list[str]
    category_id: UUID | None = Field(description="Null: tickets of all categories have it.")
    position: int
    staff_only: bool
    required_for_customers: bool
    required_for_resolving: bool
    active: bool
    created_at: datetime


class CustomFields(BaseModel):
    """Custom fields in the order in which forms show them."""

    items: list[CustomField]


class FieldPatch(FieldDraft):
    """Fields to change; those left out stay. `key` and `kind` cannot be changed."""

    key: str = Field(default_factory=str)
    label: Label = Field(default_factory=str)


class FieldSchema(BaseModel):
    """The JSON Schema of a new ticket's `custom_fields`."""

    json_schema: dict[str, Any]
