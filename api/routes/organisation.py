"""The organisation's settings."""

from typing import Annotated

from fastapi import Body

from api.entering import Reading
from api.reference import problems
from api.routing import build_router
from api.schemas.organisation import Organisation, OrganisationPatch
from api.schemas.patching import to_draft
from core.people.organisation import (
    OrganisationSettings,
    change_organisation,
    read_organisation,
)

router = build_router("Configuration")
PATCH = {
    "quiet": {
        "summary": "Quiet hours",
        "value": {"timezone": "Europe/Madrid", "quiet_hours": {"begins": "20:00", "ends": "08:00"}},
    },
    "never": {"summary": "Nothing closes by itself", "value": {"close_after_days": None}},
}


@router.get("/organisation", summary="Read the organisation's settings")
async def read_settings(call: Reading) -> Organisation:
    """What the desk does by itself: warnings, quiet hours, closing, reopening, ratings."""
    return Organisation.model_validate(await read_organisation(call.uow, call.actor))


@router.patch(
    "/organisation", summary="Change the organisation's settings", responses=problems(400, 413)
)
async def update_settings(
    patch: Annotated[OrganisationPatch, Body(openapi_examples=PATCH)], call: Reading
) -> Organisation:
    """Changes the fields that are given; what follows from them follows at once.
    Administrators only."""
    current = await read_organisation(call.uow, call.actor)
    wanted = to_draft(OrganisationSettings, current, patch)
    return Organisation.model_validate(await change_organisation(call.uow, call.actor, wanted))
