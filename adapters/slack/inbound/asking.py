"""What Slack asks and wants answered at once: a home that was opened, a choice that somebody
looks for while typing, links that were shared. Pure: no network, no clock.
"""

from dataclasses import dataclass
from datetime import datetime

from adapters.slack.inbound.payloads import SLUG, Own, Payload, is_for, to_spot, to_time
from adapters.slack.render.forms import FIND, to_origin
from bot.incoming import Incoming, Kind
from bot.showing.texts import clean

_COMPOSER = "COMPOSER"


def to_opened_home(body: Payload, own: Own) -> Incoming | None:
    """Somebody opened their home; None for the other pages of the app."""
    event = body.get("event") or {}
    user = str(event.get("user") or "")
    if event.get("type") != "app_home_opened" or event.get("tab") != "home" or not user:
        return None
    if not is_for(body, own):
        return None
    moment = str(event.get("event_ts") or body.get("event_time") or "0")
    return Incoming(
        kind=Kind.OPENED,
        key=f"{SLUG}:{own.team}:home:{user}:{moment}",
        spot=to_spot(own, user),
        sender=user,
        at=to_time(moment),
        direct=True,
        request_id=body.get("event_id"),
    )


def to_typed(body: Payload, own: Own, now: datetime) -> tuple[Incoming, str] | None:
    """What was typed so far, by whom and where, and the source to look in."""
    action = str(body.get("action_id") or "")
    if not action.startswith(FIND) or not is_for(body, own):
        return None
    origin = to_origin(str((body.get("view") or {}).get("private_metadata") or ""))
    user = str(body["user"]["id"])
    channel = origin.channel if origin else str((body.get("channel") or {}).get("id") or user)
    typed = Incoming(
        kind=Kind.FORM,
        key=f"{SLUG}:{own.team}:typing",
        spot=to_spot(own, channel, origin.thread if origin else None),
        sender=user,
        at=now,
        text=clean(str(body.get("value") or "")),
        stamp=origin.stamp if origin else None,
        direct=channel.startswith("D"),
    )
    return typed, action.removeprefix(FIND).partition(":")[0]


@dataclass(frozen=True)
class SharedLinks:
    """The message that holds them, and their addresses as Slack wrote them."""

    incoming: Incoming
    urls: tuple[str, ...]
    channel: str
    stamp: str


def to_shared_links(body: Payload, own: Own) -> SharedLinks | None:
    """The links of a message; None while it is still being written, when nobody knows yet
    who will read it."""
    event = body.get("event") or {}
    if event.get("type") != "link_shared" or not is_for(body, own):
        return None
    channel, stamp = str(event.get("channel") or ""), str(event.get("message_ts") or "")
    user = str(event.get("user") or "")
    in_composer = channel == _COMPOSER or event.get("source") == "composer"
    if in_composer or not channel or not _is_stamp(stamp) or user in ("", own.user):
        return None
    urls = tuple(str(one["url"]) for one in event.get("links") or () if one.get("url"))
    incoming = Incoming(
        kind=Kind.SAID,
        key=f"{SLUG}:{own.team}:{channel}:{stamp}:links",
        spot=to_spot(own, channel, event.get("thread_ts")),
        sender=user,
        at=to_time(stamp),
        stamp=stamp,
        direct=channel.startswith("D"),
    )
    return SharedLinks(incoming, urls, channel, stamp)


def _is_stamp(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()
