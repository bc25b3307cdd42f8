"""Choices of a select that Slack asks for while somebody types. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from adapters.slack.blocks import Json, option
from adapters.slack.forms import FIND, to_origin
from adapters.slack.inbound import SLUG, Own, is_for, to_spot
from adapters.slack.limits import OPTION_VALUE, SELECT_OPTIONS, size
from adapters.slack.markup import clean
from bot.cards import Option
from bot.incoming import Incoming, Kind

Payload = Mapping[str, Any]


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


def to_options(found: Iterable[Option]) -> Json:
    """The choices as Slack takes them; what would not fit is left out, never cut."""
    fitting = [one for one in found if 0 < size(one.says) <= OPTION_VALUE]
    return {"options": [option(one.label, one.says) for one in fitting[:SELECT_OPTIONS]]}
