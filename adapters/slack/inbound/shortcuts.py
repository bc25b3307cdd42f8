"""Slack's shortcuts as :class:`bot.incoming.Incoming`. Pure: no network, no clock."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from adapters.slack.inbound.payloads import SLUG, Own, is_for, to_reply, to_spot
from adapters.slack.inbound.reading import to_text
from bot.incoming import Incoming, Kind
from bot.shortcuts import SHORTCUTS, Shortcut

Payload = Mapping[str, Any]
_LONGEST = 20_000
_BY_ID = {one.id: one for one in SHORTCUTS}


def to_shortcut(body: Payload, own: Own, now: datetime) -> Incoming | None:
    """A shortcut as its typed command; None for one that is not ours.

    All that its form begins with is in the click: there is no time to ask for more.
    """
    meant = _BY_ID.get(str(body.get("callback_id") or ""))
    if meant is None or not is_for(body, own):
        return None
    user = str(body["user"]["id"])
    message = body.get("message") or {}
    channel = str((body.get("channel") or {}).get("id") or "")
    if meant.on_message and not (channel and message.get("ts")):
        return None
    key = body.get("action_ts") or body.get("trigger_id")
    return Incoming(
        kind=Kind.PRESS,
        key=f"{SLUG}:{own.team}:shortcut:{meant.id}:{key}:{user}",
        # A shortcut from nowhere is answered where its user is alone with us.
        spot=to_spot(own, channel or user, message.get("thread_ts") if channel else None),
        sender=user,
        at=now,
        text=meant.says,
        values=_prefilled(meant, message, own),
        stamp=str(message["ts"]) if meant.on_message else None,
        direct=not channel or channel.startswith("D"),
        **to_reply(body, now),
    )


def _prefilled(meant: Shortcut, message: Payload, own: Own) -> dict[str, str]:
    if not meant.prefills:
        return {}
    text = to_text(str(message.get("text") or ""), names={own.user: own.name})
    author = str(message.get("user") or "")
    known = author and author != own.user and not message.get("bot_id")
    values = {"description": text[:_LONGEST], "customer": author if known else ""}
    return {name: value for name, value in values.items() if value}
