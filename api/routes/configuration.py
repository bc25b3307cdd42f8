"""Categories, statuses and tags: the organisation's own words for tickets."""

from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import Body

from api.entering import Posting, Reading
from api.reference import WRITING
from api.routing import build_router
from api.schemas.configuration import (
    Categories,
    Category,
    CategoryPatch,
    Status,
    Statuses,
    StatusPatch,
    Tags,
)
from api.schemas.patching import to_draft
from core.errors import NotFound
from core.tickets import models
from core.tickets.configuration.categories import (
    CategoryDraft,
    StatusDraft,
    list_categories,
    list_statuses,
    save_category,
    save_status,
)
from core.tickets.configuration.tagging import list_tags

router = build_router("Configuration")
CATEGORY = {"category": {"value": {"name": "Printers", "required_fields": ["description"]}}}
CATEGORY_PATCH = {"off": {"summary": "Switch off", "value": {"active": False}}}
STATUS = {"status": {"value": {"name": "Waiting for parts", "base": "pending"}}}
STATUS_PATCH = {"rename": {"summary": "Rename", "value": {"name": "Waiting for delivery"}}}
T = TypeVar("T", models.Category, models.Status)


@router.get("/categories", summary="List categories")
async def read_categories(call: Reading) -> Categories:
    """All categories by name, also those that were switched off."""
    found = await list_categories(call.uow, call.actor)
    return Categories(items=[Category.model_validate(category) for category in found])


@router.post("/categories", status_code=201, summary="Add a category", responses=WRITING)
async def add_category(
    draft: Annotated[CategoryDraft, Body(openapi_examples=CATEGORY)], call: Posting
) -> Category:
    """Adds a category; with `parent_id` below another one. Administrators only."""
    return Category.model_validate(await save_category(call.uow, call.actor, draft))


@router.patch("/categories/{category_id}", summary="Change a category", responses=WRITING)
async def update_category(
    category_id: UUID,
    patch: Annotated[CategoryPatch, Body(openapi_examples=CATEGORY_PATCH)],
    call: Reading,
) -> Category:
    """Renames, moves, switches on or off; tickets keep it. Administrators only."""
    current = _one(await list_categories(call.uow, call.actor), category_id, "that category")
    draft = to_draft(CategoryDraft, current, patch)
    return Category.model_validate(await save_category(call.uow, call.actor, draft, category_id))


@router.get("/statuses", summary="List statuses")
async def read_statuses(call: Reading) -> Statuses:
    """All statuses in their order."""
    found = await list_statuses(call.uow, call.actor)
    return Statuses(items=[Status.model_validate(status) for status in found])


@router.post("/statuses", status_code=201, summary="Add a status", responses=WRITING)
async def add_status(
    draft: Annotated[StatusDraft, Body(openapi_examples=STATUS)], call: Posting
) -> Status:
    """Adds a status; `base` says what it means to clocks and rules. Administrators only."""
    return Status.model_validate(await save_status(call.uow, call.actor, draft))


@router.patch("/statuses/{status_id}", summary="Change a status", responses=WRITING)
async def update_status(
    status_id: UUID,
    patch: Annotated[StatusPatch, Body(openapi_examples=STATUS_PATCH)],
    call: Reading,
) -> Status:
    """Renames, hides or gives another meaning. Administrators only."""
    current = _one(await list_statuses(call.uow, call.actor), status_id, "that status")
    draft = to_draft(StatusDraft, current, patch)
    return Status.model_validate(await save_status(call.uow, call.actor, draft, status_id))


@router.get("/tags", summary="List tags")
async def read_tags(call: Reading) -> Tags:
    """All tags by name; staff only."""
    return Tags(items=await list_tags(call.uow, call.actor))


def _one(found: list[T], wanted: UUID, ref: str) -> T:
    for thing in found:
        if thing.id == wanted:
            return thing
    raise NotFound(ref=ref)
