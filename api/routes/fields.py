"""Custom fields: what an organisation asks for besides."""

from typing import Annotated
from uuid import UUID

from fastapi import Body, Query

from api.entering import Posting, Reading
from api.reference import WRITING
from api.routing import build_router
from api.schemas.fields import CustomField, CustomFields, FieldPatch, FieldSchema
from api.schemas.patching import to_draft
from core.errors import NotFound
from core.tickets.configuration.fields import FieldDraft, list_fields, save_field, schema_of

router = build_router("Configuration")
FIELD = {
    "choice": {
        "value": {
            "key": "device",
            "label": "Device",
            "kind": "choice",
            "choices": ["Printer", "Scanner"],
            "required_for_customers": True,
        }
    }
}
FIELD_PATCH = {"off": {"summary": "Switch off", "value": {"active": False}}}


@router.get("/fields", summary="List custom fields")
async def read_fields(call: Reading) -> CustomFields:
    """All custom fields in their order; customers get those that they fill in."""
    found = await list_fields(call.uow, call.actor)
    return CustomFields(items=[CustomField.model_validate(field) for field in found])


@router.get("/fields/schema", summary="Read the schema of custom fields")
async def read_field_schema(
    call: Reading,
    category: Annotated[
        str | None, Query(max_length=300, description="A category's name, path or id.")
    ] = None,
) -> FieldSchema:
    """What `custom_fields` of a ticket in that category may hold, as JSON Schema."""
    return FieldSchema(json_schema=await schema_of(call.uow, call.actor, category))


@router.post("/fields", status_code=201, summary="Add a custom field", responses=WRITING)
async def add_field(
    draft: Annotated[FieldDraft, Body(openapi_examples=FIELD)], call: Posting
) -> CustomField:
    """Adds a field; it is on every form at once. Administrators only."""
    return CustomField.model_validate(await save_field(call.uow, call.actor, draft))


@router.patch("/fields/{field_id}", summary="Change a custom field", responses=WRITING)
async def update_field(
    field_id: UUID, patch: Annotated[FieldPatch, Body(openapi_examples=FIELD_PATCH)], call: Reading
) -> CustomField:
    """Renames, moves, switches on or off; values that tickets have stay. Administrators only."""
    found = await list_fields(call.uow, call.actor)
    current = next((field for field in found if field.id == field_id), None)
    if current is None:
        raise NotFound(ref="that field")
    draft = to_draft(FieldDraft, current, patch)
    return CustomField.model_validate(await save_field(call.uow, call.actor, draft, field_id))
