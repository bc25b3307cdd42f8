"""Which tickets are posted to which channel of a connected workspace."""

from typing import Annotated

from fastapi import Body, Path

from api.entering import Call, Posting, Reading
from api.reference import problems
from api.routes.workspaces import Platform, WorkspaceId
from api.routing import build_router
from api.schemas.subscriptions import Subscription, SubscriptionDraft, Subscriptions
from core.conversation.workspaces import require_connected
from core.tickets.announcements import subscriptions
from core.tickets.announcements.subscriptions import list_subscriptions, subscribe, unsubscribe
from core.tickets.configuration.catalogue import catalogue

router = build_router("Configuration")
PATH = "/workspaces/{platform}/{workspace}/subscriptions"
Channel = Annotated[str, Path(max_length=64, description="The platform's id of the channel.")]
DRAFT = {
    "urgent": {
        "summary": "What is urgent",
        "value": {"channel": "C0123ABCD", "priorities": ["critical", "high"]},
    },
}


@router.get(PATH, summary="List subscriptions", responses=problems(404))
async def read_subscriptions(
    platform: Platform, workspace: WorkspaceId, call: Reading
) -> Subscriptions:
    """The channels of a workspace that tickets are posted to. Administrators only."""
    await require_connected(call.uow, call.actor, platform, workspace)
    found = await list_subscriptions(call.uow, call.actor, platform, workspace)
    return Subscriptions(items=[await _shown(call, one) for one in found])


@router.post(
    PATH, status_code=201, summary="Subscribe a channel", responses=problems(400, 404, 409, 413)
)
async def add_subscription(
    platform: Platform,
    workspace: WorkspaceId,
    draft: Annotated[SubscriptionDraft, Body(openapi_examples=DRAFT)],
    call: Posting,
) -> Subscription:
    """Posts the cards of such tickets to a channel from now on, instead of what it had before,
    as long as only staff read there. Administrators only."""
    await require_connected(call.uow, call.actor, platform, workspace)
    kept = await subscribe(
        call.uow,
        call.actor,
        (platform, workspace, draft.channel),
        priorities=draft.priorities,
        teams=draft.teams,
        categories=draft.categories,
    )
    return await _shown(call, kept)


@router.delete(
    f"{PATH}/{{channel}}",
    status_code=204,
    summary="End a channel's subscription",
    responses=problems(404),
)
async def delete_subscription(
    platform: Platform, workspace: WorkspaceId, channel: Channel, call: Reading
) -> None:
    """Posts no further tickets there; cards that stand there stay true. Administrators only."""
    await require_connected(call.uow, call.actor, platform, workspace)
    await unsubscribe(call.uow, call.actor, (platform, workspace, channel))


async def _shown(call: Call, one: subscriptions.Subscription) -> Subscription:
    return Subscription.of(one, await catalogue(call.uow))
