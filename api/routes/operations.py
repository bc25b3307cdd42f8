"""API keys and deliveries."""

from typing import Annotated
from uuid import UUID

from fastapi import Body, Query

from api.entering import Posting, Reading
from api.reference import problems
from api.routing import build_router
from api.schemas.common import page_of
from api.schemas.operations import (
    Deliveries,
    Delivery,
    DeliveryQuery,
    Key,
    KeyDraft,
    Keys,
    NewKey,
    Redriven,
    Rotation,
)
from core.access.keys import create_key, list_keys, revoke_key, rotate_key
from core.events.redriving import list_deliveries, redrive

router = build_router("Operations")
KEY = {"key": {"value": {"name": "Monitoring", "role": "agent", "scopes": ["tickets:read"]}}}
ROTATION = {"grace": {"summary": "The old key works one more week", "value": {"grace_days": 7}}}


@router.get("/api-keys", summary="List API keys")
async def read_keys(call: Reading) -> Keys:
    """All keys, newest first, without their secrets. Administrators only."""
    found = await list_keys(call.uow, call.actor)
    return Keys(items=[Key.model_validate(key) for key in found])


@router.post("/api-keys", status_code=201, summary="Make an API key", responses=problems(400, 413))
async def add_key(draft: Annotated[KeyDraft, Body(openapi_examples=KEY)], call: Posting) -> NewKey:
    """Makes a key. Its `secret` is told now and never again. Administrators only."""
    key = await create_key(
        call.uow,
        call.actor,
        role=draft.role,
        scopes=draft.scopes,
        name=draft.name,
        days=draft.days,
        person_id=draft.person_id,
    )
    return NewKey.model_validate(key)


@router.post(
    "/api-keys/{key_id}/rotate",
    status_code=201,
    summary="Rotate an API key",
    responses=problems(400, 404, 413),
)
async def renew_key(
    key_id: UUID,
    call: Posting,
    wanted: Annotated[Rotation | None, Body(openapi_examples=ROTATION)] = None,
) -> NewKey:
    """A new key for the same person and scopes; the old one ends after `grace_days`."""
    grace = wanted.grace_days if wanted else 0
    return NewKey.model_validate(await rotate_key(call.uow, call.actor, key_id, grace_days=grace))


@router.delete(
    "/api-keys/{key_id}", status_code=204, summary="Revoke an API key", responses=problems(404)
)
async def end_key(key_id: UUID, call: Reading) -> None:
    """Ends a key at once. Administrators only."""
    await revoke_key(call.uow, call.actor, key_id)


@router.get("/deliveries", summary="List deliveries")
async def read_deliveries(wanted: Annotated[DeliveryQuery, Query()], call: Reading) -> Deliveries:
    """What was or is to be sent where, newest first; staff only."""
    found = await list_deliveries(
        call.uow, call.actor, state=wanted.state, after=wanted.cursor, limit=wanted.limit + 1
    )
    items, following = page_of(found, wanted.limit)
    return Deliveries(items=[Delivery.model_validate(d) for d in items], next=following)


@router.post(
    "/deliveries/{delivery_id}/redrive",
    status_code=202,
    summary="Send a delivery again",
    responses=problems(404),
)
async def redrive_delivery(delivery_id: UUID, call: Posting) -> Redriven:
    """Queues a delivery that is dead or whose outcome is unknown."""
    await redrive(call.uow, call.actor, delivery_id)
    return Redriven(id=delivery_id)
