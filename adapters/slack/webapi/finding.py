"""Finding again what a delivery posted, by the id that its message carries."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from adapters.slack.inbound.payloads import Own
from adapters.slack.webapi.calls import SlackCalls
from bot.incoming import Spot
from bot.ports import OutcomeUnknown

_EVENT_TYPE = "deskhand_delivery"
_PAGES = 10
_CLOCKS_DIFFER = timedelta(minutes=5)


def to_metadata(delivery: UUID) -> dict[str, Any]:
    """What a message carries so that it can be found."""
    return {"event_type": _EVENT_TYPE, "event_payload": {"delivery": str(delivery)}}


async def find_posted(calls: SlackCalls, own: Own, spot: Spot, delivery: UUID) -> str | None:
    """The stamp of the message that carries this delivery; None if it is surely not there."""
    method = "conversations.replies" if spot.thread else "conversations.history"
    params: dict[str, Any] = {"channel": spot.channel, "limit": 200, **since(delivery)}
    params["include_all_metadata"] = True
    if spot.thread:
        params["ts"] = spot.thread
    for _ in range(_PAGES):
        page = await calls.read(method, **params)
        for message in page["messages"]:
            if _carries(message, delivery, own):
                return str(message["ts"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not page.get("has_more") and not cursor:
            return None
        params["cursor"] = cursor
    raise OutcomeUnknown("There is too much to look through in Slack.")


def since(delivery: UUID) -> dict[str, str]:
    """From when to look: an id of version 7 tells when its delivery was born."""
    if delivery.version != 7:
        return {}
    born = datetime.fromtimestamp((delivery.int >> 80) / 1000, UTC)
    return {"oldest": f"{(born - _CLOCKS_DIFFER).timestamp():.6f}"}


def _carries(message: dict[str, Any], delivery: UUID, own: Own) -> bool:
    metadata = message.get("metadata") or {}
    ours = own.bot == message.get("bot_id") or own.user == message.get("user")
    payload = metadata.get("event_payload") or {}
    return (
        ours
        and metadata.get("event_type") == _EVENT_TYPE
        and payload.get("delivery") == str(delivery)
    )
