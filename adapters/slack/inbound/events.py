"""Slack's events as :class:`bot.incoming.Incoming`: what was said, changed, removed or reacted
to, and what other bots say. Pure: no network, no clock.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.slack.inbound.payloads import SLUG, Own, Payload, is_for, to_event, to_spot, to_time
from adapters.slack.inbound.reactions import to_sign
from adapters.slack.inbound.reading import to_said
from bot.incoming import Incoming, Kind
from core.conversation.files_names import line_of_names, safe_name

_GONE = {"tombstone", "hidden_by_limit"}
_SLACK = "USLACKBOT"
_REACTIONS = {"reaction_added": Kind.REACTED, "reaction_removed": Kind.UNREACTED}
_OURS = "deskhand_delivery"


def to_incoming(body: Payload, own: Own) -> Incoming | None:
    """What an event tells us; None where it is nothing of ours, or we did it ourselves."""
    event = body.get("event")
    if not isinstance(event, Mapping) or not is_for(body, own):
        return None
    if event.get("type") in _REACTIONS:
        return to_reaction(event, own, body)
    subtype = event.get("subtype")
    if event.get("type") == "message" and subtype == "message_changed":
        return to_change(event, own, body)
    if event.get("type") == "message" and subtype == "message_deleted":
        return to_removal(event, own, body)
    return to_event(body, own) or to_alert(event, own, body)


def to_change(event: Payload, own: Own, body: Payload) -> Incoming | None:
    """An edit by a person; None where Slack only added a preview or counted replies.

    A root that is removed while its thread stays is changed into its own tombstone: that
    is a removal.
    """
    after, before = event.get("message") or {}, event.get("previous_message") or {}
    if after.get("subtype") == "tombstone":
        return _removal(event, before, own, body)
    if not _is_a_person(after, own) or not after.get("ts"):
        return None
    gone = _gone(before.get("files") or (), after.get("files") or ())
    text = to_said(after, own.user, own.name)
    if text == to_said(before, own.user, own.name) and not gone:
        return None
    stamp = str(after["ts"])
    left = [one for one in after.get("files") or () if one.get("mode") not in _GONE]
    edited = str((after.get("edited") or {}).get("ts") or event.get("ts") or "")
    return _incoming(
        Kind.EDITED,
        f"{stamp}:edited:{edited}",
        own,
        body,
        channel=str(event["channel"]),
        thread=after.get("thread_ts"),
        sender=str(after["user"]),
        at=str(event.get("event_ts") or event.get("ts") or stamp),
        text=text or line_of_names([safe_name(str(one.get("name") or "file")) for one in left]),
        stamp=stamp,
        gone=gone,
    )


def to_removal(event: Payload, own: Own, body: Payload) -> Incoming | None:
    """A message that was removed; None for ours, and for tombstones that Slack clears away."""
    return _removal(event, event.get("previous_message") or {}, own, body)


def _removal(event: Payload, before: Payload, own: Own, body: Payload) -> Incoming | None:
    stamp = event.get("deleted_ts") or before.get("ts")
    if before.get("subtype") == "tombstone" or not _is_a_person(before, own) or not stamp:
        return None
    return _incoming(
        Kind.DELETED,
        f"{stamp}:deleted",
        own,
        body,
        channel=str(event["channel"]),
        thread=before.get("thread_ts"),
        # Slack does not say who removed it: an administrator does it in the author's name.
        sender=str(before["user"]),
        at=str(event.get("event_ts") or event.get("ts") or stamp),
        stamp=str(stamp),
    )


def to_reaction(event: Payload, own: Own, body: Payload) -> Incoming | None:
    """An emoji that a person put on a message, or took away."""
    item = event.get("item") or {}
    user, emoji = event.get("user"), event.get("reaction")
    if item.get("type") != "message" or not (item.get("channel") and item.get("ts")):
        return None
    if not user or not emoji or user in (own.user, _SLACK):
        return None
    moment = str(event.get("event_ts") or item["ts"])
    kind = _REACTIONS[str(event["type"])]
    return _incoming(
        kind,
        f"{item['ts']}:{'reaction' if kind is Kind.REACTED else kind}:{user}:{emoji}:{moment}",
        own,
        body,
        channel=str(item["channel"]),
        thread=None,
        sender=str(user),
        at=moment,
        text=str(emoji),
        emoji=to_sign(str(emoji)),
        stamp=str(item["ts"]),
    )


def to_alert(event: Payload, own: Own, body: Payload) -> Incoming | None:
    """A root message of another bot; whether that bot is heard, the desk decides."""
    bot = event.get("bot_id")
    if event.get("type") != "message" or event.get("subtype") not in (None, "bot_message"):
        return None
    if not bot or bot == own.bot or event.get("user") == own.user or _is_from_a_desk(event):
        return None
    stamp, channel = event.get("ts"), str(event.get("channel") or "")
    root = event.get("thread_ts") in (None, stamp)
    text = to_alert_text(event, own)
    if not (stamp and channel and root and text) or channel.startswith("D"):
        return None
    profile = event.get("bot_profile") or {}
    return _incoming(
        Kind.ALERTED,
        str(stamp),
        own,
        body,
        channel=channel,
        thread=None,
        sender=str(bot),
        at=str(stamp),
        text=text,
        stamp=str(stamp),
        name=str(event.get("username") or profile.get("name") or ""),
    )


def to_alert_text(event: Payload, own: Own) -> str:
    """What a bot says: its text, else what its attachments or its blocks say."""
    said = to_said(event, own.user, own.name)
    if said:
        return said
    parts: list[str] = []
    for one in event.get("attachments") or ():
        own_words = [one.get(name) for name in ("pretext", "title", "text")]
        parts += [str(words) for words in own_words if words] or [str(one.get("fallback") or "")]
    if not any(parts):
        parts = [text for block in event.get("blocks") or () for text in _words_of(block)]
    return to_said({"text": "\n".join(part for part in parts if part)}, own.user, own.name)


def _words_of(block: Mapping[str, Any]) -> list[str]:
    texts = [block.get("text"), *(block.get("fields") or ()), *(block.get("elements") or ())]
    return [str(one["text"]) for one in texts if isinstance(one, Mapping) and "text" in one]


def _is_a_person(message: Payload, own: Own) -> bool:
    if message.get("bot_id") or message.get("bot_profile"):
        return False
    return bool(message.get("user")) and message.get("user") not in (own.user, _SLACK)


def _is_from_a_desk(event: Payload) -> bool:
    """Whether a desk, maybe ourselves under an earlier id, posted it: desks never answer desks."""
    return (event.get("metadata") or {}).get("event_type") == _OURS


def _gone(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> tuple[str, ...]:
    """The ids of files that were there and are no longer."""
    left = {one.get("id") for one in after if one.get("mode") not in _GONE}
    were = [one for one in before if one.get("mode") not in _GONE]
    return tuple(str(one["id"]) for one in were if one.get("id") and one["id"] not in left)


def _incoming(
    kind: Kind,
    key: str,
    own: Own,
    body: Payload,
    *,
    channel: str,
    thread: object,
    at: str,
    **more: Any,
) -> Incoming:
    return Incoming(
        kind=kind,
        key=f"{SLUG}:{own.team}:{channel}:{key}",
        spot=to_spot(own, channel, str(thread) if thread else None),
        at=to_time(at),
        direct=channel.startswith("D"),
        request_id=body.get("event_id"),
        **more,
    )
