"""Discord's interactions as :class:`bot.incoming.Incoming`: commands, menus, presses, forms.

Pure: no network, no clock.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from adapters.discord.addresses import SLUG, Own, Where, to_spot
from adapters.discord.inbound.commands import CHAT, MENUS, MESSAGE_MENU, ROOTS, to_typed
from adapters.discord.inbound.contents import words_of
from adapters.discord.inbound.messages import is_ours, to_time
from adapters.discord.render.components import PICK, PRESS
from adapters.discord.render.packing import unpack
from bot.incoming import Incoming, Kind

COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
_EPHEMERAL = 1 << 6
_LONGEST = 4000
REPLY_LASTS = timedelta(minutes=14, seconds=30)
"""For how long an answer goes by the token: somewhat less than Discord's fifteen minutes."""

Payload = Mapping[str, Any]


def to_command(asked: Payload, where: Where, own: Own) -> Incoming | None:
    """A slash command, or an entry of a message's menu; None when it is none of ours."""
    data = asked.get("data") or {}
    if data.get("type") == MESSAGE_MENU:
        return _to_menu(asked, data, where, own)
    words = str(data.get("name") or "")
    if data.get("type") != CHAT or words not in ROOTS:
        return None
    return incoming_of(asked, where, own, Kind.COMMAND, to_typed(data), words=words, awaited=True)


def _to_menu(asked: Payload, data: Payload, where: Where, own: Own) -> Incoming | None:
    meant = next((one for one in MENUS.values() if one[0] == data.get("name")), None)
    resolved = (data.get("resolved") or {}).get("messages") or {}
    message = resolved.get(str(data.get("target_id") or ""))
    if meant is None or not message:
        return None
    _, says, words = meant
    # Discord shows us this message whatever the bot may read otherwise.
    values = {"description": words_of(message, own)[:_LONGEST]}
    author = message.get("author") or {}
    known = author.get("id") and not author.get("bot") and not is_ours(message, own)
    if words == "ticket" and known:
        values["customer"] = str(author["id"])
    values = {name: value for name, value in values.items() if value}
    if not says.startswith("new"):
        values = {}
    return incoming_of(
        asked,
        where,
        own,
        Kind.PRESS,
        says,
        words=words,
        awaited=True,
        values=values,
        stamp=str(message["id"]),
    )


def to_press(asked: Payload, where: Where, own: Own) -> Incoming | None:
    """A pressed button or a chosen line; None when it says nothing."""
    data, message = asked.get("data") or {}, asked.get("message") or {}
    says = said_by(data)
    if not says or not message.get("id"):
        return None
    picked = bool(data.get("values"))
    return incoming_of(asked, where, own, Kind.PRESS, says, picked=picked, **beside(asked, where))


def beside(asked: Payload, where: Where) -> dict[str, str | None]:
    """The message on which it was asked, and the thread which that begins or belongs to.

    A message that only one person sees heads no thread; in direct messages one belongs to the
    card that it answers.
    """
    message = asked.get("message") or {}
    if not message.get("id") or int(message.get("flags") or 0) & _EPHEMERAL:
        return {"stamp": None, "thread": None}
    stamp = str(message["id"])
    if where.direct:
        answered = (message.get("message_reference") or {}).get("message_id")
        return {"stamp": stamp, "thread": str(answered) if answered else None}
    return {"stamp": stamp, "thread": None if where.thread else stamp}


def said_by(data: Payload) -> str:
    """The command of a button or of the chosen line of a select."""
    act, _, packed = str(data.get("custom_id") or "").partition(":")
    if act == PICK:
        return unpack(str(next(iter(data.get("values") or ()), "")))
    return unpack(packed.partition(":")[2]) if act == PRESS else ""


def incoming_of(
    asked: Payload,
    where: Where,
    own: Own,
    kind: Kind,
    text: str,
    *,
    thread: str | None = None,
    **more: Any,
) -> Incoming:
    """What somebody asked of us, with the token by which it is answered."""
    id = str(asked["id"])
    at = to_time(id)
    return Incoming(
        kind=kind,
        key=f"{SLUG}:{own.guild}:interaction:{id}",
        spot=to_spot(own, where, thread),
        sender=user_of(asked),
        at=at,
        said_at=at,
        text=text,
        direct=where.direct,
        reply_token=str(asked["token"]),
        reply_until=at + REPLY_LASTS,
        request_id=id,
        **more,
    )


def user_of(asked: Payload) -> str:
    """Who asks."""
    user = (asked.get("member") or {}).get("user") or asked.get("user") or {}
    return str(user.get("id") or "")
