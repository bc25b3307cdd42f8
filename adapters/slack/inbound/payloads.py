"""Slack's payloads as :class:`bot.incoming.Incoming`. Pure: no network, no clock."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from adapters.slack.inbound.brought import to_brought
from adapters.slack.inbound.naming import teams_of
from adapters.slack.inbound.reading import to_plain, to_text, unescape
from adapters.slack.render.forms import to_origin, to_reply_until, to_values
from bot.incoming import Incoming, Kind, Spot
from core.conversation.files_names import line_of_names, safe_name

SLUG = "slack"
WORDS = ("ticket", "support", "desk")
_REPLY_LASTS = timedelta(minutes=30)
_SUBTYPES = (None, "file_share", "thread_broadcast")

Payload = Mapping[str, Any]


@dataclass(frozen=True)
class Own:
    """Who we are in a workspace. What carries one of these ids was said by ourselves."""

    team: str
    user: str
    bot: str
    name: str
    url: str = ""


def to_event(body: Payload, own: Own) -> Incoming | None:
    """A message or a mention; None for what is not said by a person to us.

    Slack delivers a message that mentions us twice, as message and as mention:
    both become the same command with the same key.
    """
    event = body.get("event")
    if not isinstance(event, Mapping) or not is_for(body, own) or not _is_said(event, own):
        return None
    channel, stamp = str(event["channel"]), str(event["ts"])
    words = _after_mention(str(event.get("text") or ""), own)
    said = to_text(str(event.get("text") or ""), names={own.user: own.name})
    files = tuple(to_brought(one, own.team) for one in event.get("files") or ())
    text = said if words is None else words
    if not text and words is None:
        if not files:
            return None
        text = line_of_names([safe_name(one.name) for one in files])
    return Incoming(
        kind=Kind.SAID if words is None else Kind.COMMAND,
        key=f"{SLUG}:{own.team}:{channel}:{stamp}",
        spot=to_spot(own, channel, event.get("thread_ts")),
        sender=str(event["user"]),
        at=to_time(stamp),
        said_at=to_time(stamp),
        text=text,
        files=files,
        stamp=stamp,
        direct=event.get("channel_type") == "im" or channel.startswith("D"),
        request_id=body.get("event_id"),
    )


def to_slash_command(body: Payload, own: Own, now: datetime) -> Incoming | None:
    """A slash command; None when it is none of ours."""
    words = str(body.get("command", "")).removeprefix("/")
    if words not in WORDS or body.get("team_id") != own.team:
        return None
    channel = str(body["channel_id"])
    return Incoming(
        kind=Kind.COMMAND,
        key=f"{SLUG}:{own.team}:command:{body['trigger_id']}",
        spot=to_spot(own, channel),
        sender=str(body["user_id"]),
        at=now,
        # What is said about the desk is said about exactly these channels and groups.
        text=to_plain(str(body.get("text") or ""), by_id=words == "desk"),
        words=words,
        direct=channel.startswith("D"),
        **to_reply(body, now),
    )


def to_press(body: Payload, own: Own, now: datetime) -> Incoming | None:
    """A pressed button or a chosen line; None when it says nothing, or stands neither in a
    message nor in somebody's home."""
    container = body.get("container") or {}
    action = next(iter(body.get("actions") or ()), None)
    user = str(body["user"]["id"])
    at_home = (body.get("view") or {}).get("type") == "home"
    # A home is its owner's alone, and so is what is answered there.
    channel = user if at_home else container.get("channel_id")
    if action is None or not channel or not is_for(body, own):
        return None
    chosen = action.get("selected_option") or {}
    says = action.get("value") or chosen.get("value")
    if not says:
        return None
    return Incoming(
        kind=Kind.PRESS,
        key=f"{SLUG}:{own.team}:press:{action['action_id']}:{action['action_ts']}:{user}",
        spot=to_spot(own, channel, _thread_of(container)),
        sender=user,
        at=to_time(str(action["action_ts"])),
        text=unescape(str(says)),
        stamp=None if container.get("is_ephemeral") else container.get("message_ts"),
        direct=at_home or channel.startswith("D"),
        picked=bool(chosen),
        **to_reply(body, now),
    )


def to_submission(body: Payload, own: Own, now: datetime) -> Incoming | None:
    """A submitted form; None when the modal is not one of ours."""
    view = body.get("view") or {}
    origin = to_origin(str(view.get("private_metadata") or ""))
    if origin is None or not is_for(body, own):
        return None
    return Incoming(
        kind=Kind.FORM,
        key=f"{SLUG}:{own.team}:form:{view['id']}:{view['hash']}",
        spot=to_spot(own, origin.channel, origin.thread),
        sender=str(body["user"]["id"]),
        at=now,
        text=origin.says,
        values=to_values(view),
        stamp=origin.stamp,
        words=origin.words,
        direct=origin.channel.startswith(("D", "U", "W")),
        reply_token=origin.reply_token,
        reply_until=to_reply_until(origin),
    )


def is_for(body: Payload, own: Own) -> bool:
    """Whether our installation is meant: in a shared channel the event names the other team."""
    return own.team in teams_of(body)


def _is_said(event: Payload, own: Own) -> bool:
    """Whether a person said it: bots, ourselves included, and system lines are not people."""
    if event.get("type") not in ("message", "app_mention"):
        return False
    if event.get("subtype") not in _SUBTYPES or event.get("hidden"):
        return False
    if event.get("bot_id") or event.get("bot_profile") or event.get("user") in (own.user, None):
        return False
    return bool(event.get("channel") and event.get("ts"))


def _after_mention(text: str, own: Own) -> str | None:
    """The words after a mention of us that begins the message; None when none begins it."""
    found = re.match(rf"\s*<@{re.escape(own.user)}(\|[^>]*)?>[\s,:]*", text)
    return to_text(text[found.end() :], names={own.user: own.name}) if found else None


def _thread_of(container: Payload) -> str | None:
    """The thread that a press belongs to: a root message is the head of its own.

    A message that only one person sees heads no thread, and direct messages are
    one conversation.
    """
    if container.get("thread_ts"):
        return str(container["thread_ts"])
    if container.get("is_ephemeral") or str(container.get("channel_id") or "D").startswith("D"):
        return None
    return str(container["message_ts"]) if container.get("message_ts") else None


def to_spot(own: Own, channel: str, thread: str | None = None) -> Spot:
    """A place in our workspace."""
    return Spot(platform=SLUG, workspace=own.team, channel=channel, thread=thread)


def to_time(stamp: str) -> datetime:
    """The moment that a stamp tells."""
    return datetime.fromtimestamp(float(stamp), UTC)


def to_reply(body: Payload, now: datetime) -> dict[str, Any]:
    """The private way to answer, where Slack gave one."""
    token = body.get("response_url")
    return {"reply_token": token, "reply_until": now + _REPLY_LASTS} if token else {}
