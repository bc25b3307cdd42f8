"""Reading one message that stands in Slack."""

from typing import Any

from adapters.slack.inbound.brought import to_brought
from adapters.slack.inbound.payloads import Own
from adapters.slack.inbound.reading import to_said
from adapters.slack.webapi.calls import SlackCalls
from adapters.slack.webapi.failures import error_code
from bot.incoming import Spot
from bot.ports import Refused, Written

_NOT_THERE = {"thread_not_found", "message_not_found"}


async def look_up(calls: SlackCalls, own: Own, spot: Spot, stamp: str) -> Written | None:
    """The message with that stamp, be it a root or an answer in a thread; None if it is gone.

    Asked for the replies to any message, Slack gives that message first: the history of a
    channel does not show what stands in its threads.
    """
    params = {"channel": spot.channel, "ts": stamp, "limit": 1, "inclusive": True}
    try:
        page = await calls.read("conversations.replies", **params)
    except Refused as refused:
        if error_code(refused) in _NOT_THERE:
            return None
        raise
    found = next((one for one in page.get("messages") or () if one.get("ts") == stamp), None)
    return None if found is None else to_written(found, own)


def to_written(message: dict[str, Any], own: Own) -> Written | None:
    """What stands there; None for the rest of a deleted message and for Slack's own lines."""
    if message.get("subtype") in {"tombstone", "channel_join", "channel_leave"}:
        return None
    bot = str(message.get("bot_id") or "")
    ours = own.bot == bot or own.user == message.get("user")
    return Written(
        text=to_said(message, own.user, own.name),
        thread=str(message.get("thread_ts") or message["ts"]),
        author="" if bot else str(message.get("user") or ""),
        bot=bot,
        name=str(message.get("username") or (message.get("bot_profile") or {}).get("name") or ""),
        ours=ours,
        files=tuple(to_brought(one, own.team) for one in message.get("files") or ()),
    )
