"""What is set for a connected workspace: reactions and alert bots."""

from typing import Annotated

from fastapi import Body, Path

from api.entering import Reading
from api.reference import problems
from api.routing import build_router
from api.schemas.workspaces import WorkspacePatch, WorkspaceSettings
from core.conversation.alert_bots import allow_bots
from core.conversation.workspaces import map_reactions, read_workspace, require_connected

router = build_router("Configuration")
Platform = Annotated[str, Path(max_length=64, description="`slack`.")]
WorkspaceId = Annotated[str, Path(max_length=64, description="The platform's id of it: T0123ABC.")]
PATCH = {
    "hand": {"summary": "Claim with a hand", "value": {"reactions": {"claim": ["raised_hand"]}}},
    "bots": {"summary": "Hear one bot", "value": {"alert_bots": ["B0123ABCD"]}},
}


@router.get(
    "/workspaces/{platform}/{workspace}",
    summary="Read a workspace's settings",
    responses=problems(404),
)
async def read_workspace_settings(
    platform: Platform, workspace: WorkspaceId, call: Reading
) -> WorkspaceSettings:
    """What reactions mean there, and which bots open tickets. Administrators only."""
    await require_connected(call.uow, call.actor, platform, workspace)
    found = await read_workspace(call.uow, call.actor, platform, workspace)
    return WorkspaceSettings.of(found)


@router.patch(
    "/workspaces/{platform}/{workspace}",
    summary="Change a workspace's settings",
    responses=problems(400, 404, 413),
)
async def update_workspace_settings(
    platform: Platform,
    workspace: WorkspaceId,
    patch: Annotated[WorkspacePatch, Body(openapi_examples=PATCH)],
    call: Reading,
) -> WorkspaceSettings:
    """Changes what is given: the emoji of each meaning named, the whole list of bots.
    Administrators only."""
    await require_connected(call.uow, call.actor, platform, workspace)
    if patch.reactions is not None:
        await map_reactions(call.uow, call.actor, platform, workspace, patch.reactions)
    if patch.alert_bots is not None:
        await allow_bots(call.uow, call.actor, platform, workspace, patch.alert_bots)
    found = await read_workspace(call.uow, call.actor, platform, workspace)
    return WorkspaceSettings.of(found)
