"""Teams' activities as :class:`bot.incoming.Incoming`. Pure: no network, no clock."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from adapters.teams.inbound.brought import to_files, to_unseen
from adapters.teams.inbound.links import with_links
from adapters.teams.inbound.reactions import shown_anywhere, to_sign
from adapters.teams.inbound.reading import mentioned_in, to_words
from adapters.teams.webapi.own import (
    SLUG,
    Own,
    Payload,
    has_threads,
    is_a_person,
    is_direct,
    is_for,
    part,
    parts,
    sender_of,
    to_channel,
    to_conversation,
    to_moment,
    to_spot,
    to_time,
)
from bot.grammar.parse import first_word
from bot.incoming import Incoming, Kind, Spot
from core.conversation.files_names import line_of_names, safe_name

_BACK = "undeleteMessage"
WORDS = ("ticket", "support", "desk")
SLOT = timedelta(seconds=5)
SLOTS = 5
"""What Teams sends again comes fifteen seconds after it was sent last, with another id and
another time: within so many slots. The same once more after that is meant so, and at any time
where Teams was answered soon enough to send nothing again."""


def to_incoming(activity: Payload, own: Own, now: datetime) -> Incoming | None:
    """What an activity tells us; None where it is nothing of ours, or nobody's doing."""
    if not is_for(activity, own) or not is_a_person(activity, own):
        return _to_alert(activity, own, now)
    translate = _KINDS.get(str(activity.get("type")))
    return translate(activity, own, now) if translate else None


def to_message(activity: Payload, own: Own, now: datetime) -> Incoming | None:
    """Something said or a command; a press where the client knows no other way to tell it."""
    if isinstance(activity.get("value"), Mapping):
        return to_press(activity, part(activity, "value"), own, now)
    text, called = to_words(activity, own)
    files = to_files(activity)
    called = called or (is_direct(activity) and _is_slashed(text))
    if not called:
        text = with_links(text, activity)
    if not text and not called:
        files = files or to_unseen(activity)
        if not files:
            return None
        text = line_of_names([safe_name(one.name) for one in files])
    # Pictures that were pasted have no names: only their ids tell one from another.
    said = (text, *(one.id for one in files))
    words, rest = _vocabulary(text) if called else ("ticket", text)
    return Incoming(
        kind=Kind.COMMAND if called else Kind.SAID,
        key=f"{_key(own, activity)}:{stamp_of(activity)}",
        twins=twins_of(activity, own, said, now),
        text=rest,
        whole=text,
        files=files,
        stamp=stamp_of(activity),
        said_at=to_moment(stamp_of(activity)),
        words=words,
        mentioned=mentioned_in(activity, own),
        **_common(activity, own, now),
    )


def to_press(
    activity: Payload, data: Payload, own: Own, now: datetime, card: str = ""
) -> Incoming | None:
    """A pressed button, from what it brings back; None for one that is not ours."""
    says = data.get("says")
    if not isinstance(says, str) or not says:
        return None
    card = card or str(activity.get("replyToId") or "")
    common = _common(activity, own, now)
    spot: Spot = common.pop("spot")
    return Incoming(
        kind=Kind.PRESS,
        key=f"{_key(own, activity)}:press:{stamp_of(activity)}",
        # What a button says holds the revision that it was painted for.
        twins=twins_of(activity, own, ("press", card, says), now),
        text=says,
        stamp=card or None,
        spot=_of_card(activity, spot, card),
        **common,
    )


def twins_of(activity: Payload, own: Own, said: Sequence[str], now: datetime) -> tuple[str, ...]:
    """Keys by what somebody said or did there, in this slot of time and in those before."""
    where = str(part(activity, "conversation").get("id") or "")
    told = json.dumps([where, sender_of(activity), *said])
    mark = hashlib.sha256(told.encode()).hexdigest()[:32]
    slot = int(now.timestamp() // SLOT.total_seconds())
    return tuple(f"{SLUG}:{own.tenant}:twin:{mark}:{slot - ago}" for ago in range(SLOTS))


def to_edit(activity: Payload, own: Own, now: datetime) -> Incoming | None:
    """A message that its author changed, or brought back; None for other updates."""
    event = part(activity, "channelData").get("eventType")
    if event not in ("editMessage", _BACK):
        return None
    text, called = to_words(activity, own)
    text = text if called else with_links(text, activity)
    files = to_files(activity)
    text = text or line_of_names([safe_name(one.name) for one in files])
    mark = hashlib.sha256(text.encode()).hexdigest()[:16]
    stamp = stamp_of(activity)
    when = activity.get("localTimestamp") or activity.get("timestamp") or ""
    return Incoming(
        kind=Kind.EDITED,
        key=f"{_key(own, activity)}:{stamp}:edited:{event}:{mark}:{when}",
        text=text,
        files=files if event == _BACK else (),
        stamp=stamp,
        back=event == _BACK and not called,
        **_common(activity, own, now),
    )


def to_removal(activity: Payload, own: Own, now: datetime) -> Incoming | None:
    """A message that was removed."""
    event = part(activity, "channelData").get("eventType")
    if event not in ("softDeleteMessage", None):
        return None
    stamp = stamp_of(activity)
    return Incoming(
        kind=Kind.DELETED,
        key=f"{_key(own, activity)}:{stamp}:deleted:{activity.get('timestamp') or ''}",
        stamp=stamp,
        **_common(activity, own, now),
    )


def to_reaction(activity: Payload, own: Own, now: datetime) -> Incoming | None:
    """An emoji on a message of ours, or one that was taken away."""
    added = next(iter(parts(activity, "reactionsAdded")), None)
    changed = added or next(iter(parts(activity, "reactionsRemoved")), None)
    message = str(activity.get("replyToId") or "")
    if changed is None or not message:
        return None
    kind = Kind.REACTED if added else Kind.UNREACTED
    emoji = to_sign(str(changed.get("type") or ""))
    common = _common(activity, own, now)
    spot: Spot = common.pop("spot")
    return Incoming(
        kind=kind,
        key=f"{_key(own, activity)}:{message}:{kind}:{sender_of(activity)}:{emoji}"
        f":{activity.get('id') or ''}",
        text=emoji,
        emoji=shown_anywhere(emoji),
        stamp=message,
        spot=_of_card(activity, spot, message),
        **common,
    )


def stamp_of(activity: Payload) -> str:
    """The id that Teams gives the message itself."""
    return str(activity.get("id") or "")


def _of_card(activity: Payload, spot: Spot, card: str) -> Spot:
    """Where an act on a message stands: a root is the head of its own thread."""
    where = str(part(activity, "conversation").get("id") or "")
    root = to_conversation(spot.channel, card) if has_threads(spot.channel) else None
    if card and where == root:
        return spot.model_copy(update={"thread": card})
    return spot


def _to_alert(activity: Payload, own: Own, now: datetime) -> Incoming | None:
    """What another bot says outside threads; whether it is heard, the desk decides."""
    sender = sender_of(activity)
    if to_spot(activity, own).thread is not None:
        return None
    other = sender.startswith("28:") and sender != own.bot
    if activity.get("type") != "message" or not other or not is_for(activity, own):
        return None
    text = with_links(to_words(activity, own)[0], activity)
    if not text:
        return None
    return Incoming(
        kind=Kind.ALERTED,
        key=f"{_key(own, activity)}:{stamp_of(activity)}",
        text=text,
        stamp=stamp_of(activity),
        name=str(part(activity, "from").get("name") or ""),
        **_common(activity, own, now),
    )


def _is_slashed(text: str) -> bool:
    """Whether it begins as a command does elsewhere: the app's own chat knows no mentions."""
    first = first_word(text)[0]
    return first.startswith("/") and first.removeprefix("/").casefold() in WORDS


def _vocabulary(text: str) -> tuple[str, str]:
    """Which words are spoken: ``desk health`` and ``/support new`` name theirs."""
    first, rest = first_word(text)
    name = first.removeprefix("/").casefold()
    if name in WORDS:
        return name, rest.strip()
    return "ticket", text.removeprefix("/")


def _key(own: Own, activity: Payload) -> str:
    where = str(part(activity, "conversation").get("id") or "")
    return f"{SLUG}:{own.tenant}:{to_channel(where)}"


def _common(activity: Payload, own: Own, now: datetime) -> dict[str, Any]:
    return {
        "spot": to_spot(activity, own),
        "sender": sender_of(activity),
        "at": to_time(activity, now),
        "direct": is_direct(activity),
        "request_id": str(activity.get("id") or "") or None,
    }


_KINDS = {
    "message": to_message,
    "messageUpdate": to_edit,
    "messageDelete": to_removal,
    "messageReaction": to_reaction,
}
