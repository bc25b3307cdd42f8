"""Links to this desk that somebody posts in Slack, and the cards under them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.slack.blocks import Json
from adapters.slack.inbound import SLUG, Own, is_for, to_spot, to_time
from adapters.slack.render import render
from bot.cards import Card
from bot.incoming import Incoming, Kind

Payload = Mapping[str, Any]
_COMPOSER = "COMPOSER"


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


def to_unfurls(cards: Mapping[str, Card]) -> Json:
    """A card under each link."""
    return {url: {"blocks": render(card).blocks} for url, card in cards.items()}


def _is_stamp(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()
