"""Discord's messages as :class:`bot.incoming.Incoming`: said, changed, removed, reacted to, and
what other bots say. Pure: no network, no clock.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from adapters.discord.addresses import SLUG, Own, Where, to_spot
from adapters.discord.inbound.contents import FORWARD, files_of, named, words_of
from adapters.discord.inbound.reading import mentioned_in, names_in, roles_in, to_plain, to_text
from bot.incoming import Incoming, Kind

_EPOCH = 1_420_070_400_000
_PLAIN, _REPLY = 0, 19

Payload = Mapping[str, Any]


def to_time(snowflake: str) -> datetime:
    """The moment that an id of Discord's tells."""
    return datetime.fromtimestamp(((int(snowflake) >> 22) + _EPOCH) / 1000, UTC)


def to_said(message: Payload, where: Where, own: Own) -> Incoming | None:
    """What a person said; None for what is not said by a person to us.

    Without the intent for contents the words are missing: then there is something to handle
    only where a post has a title or files came along.
    """
    if not _is_a_person(message, own) or message.get("type") not in (_PLAIN, _REPLY):
        return None
    id = str(message["id"])
    raw = str(message.get("content") or "")
    files = files_of(message, own)
    command = _after_mention(raw, own)
    text = to_plain(command, roles_in(message)) if command is not None else words_of(message, own)
    begins = where.post and where.thread == id
    if not text and command is None:
        text = named(files) or (where.title if begins else "")
        if not text:
            return None
    return Incoming(
        kind=Kind.SAID if command is None else Kind.COMMAND,
        key=f"{SLUG}:{own.guild}:{id}",
        spot=to_spot(own, where, _answered(message, where)),
        sender=str(message["author"]["id"]),
        at=to_time(id),
        said_at=to_time(id),
        text=text,
        files=files,
        stamp=id,
        direct=where.direct,
        apart=where.apart,
        title=where.title if begins else "",
        mentioned=mentioned_in(message, own.user),
        request_id=id,
    )


def to_unread(message: Payload, where: Where, own: Own) -> Incoming | None:
    """That a person said something in a thread of which Discord keeps the contents from us."""
    if not _is_a_person(message, own) or message.get("type") not in (_PLAIN, _REPLY):
        return None
    if where.direct or where.thread is None:
        return None
    id = str(message["id"])
    return Incoming(
        kind=Kind.SAID,
        key=f"{SLUG}:{own.guild}:{id}",
        spot=to_spot(own, where),
        sender=str(message["author"]["id"]),
        at=to_time(id),
        stamp=id,
        apart=where.apart,
        unread=True,
        request_id=id,
    )


def to_edited(message: Payload, where: Where, own: Own) -> Incoming | None:
    """An edit by a person; None where Discord only added a preview, or where the contents are
    kept from us: nobody can empty a message, and nothing is taken away for what we cannot see."""
    edited = message.get("edited_timestamp")
    if not edited or not _is_a_person(message, own):
        return None
    if message.get("type") not in (_PLAIN, _REPLY):
        return None
    id = str(message["id"])
    files = files_of(message, own)
    text = words_of(message, own) or named(files)
    if not text:
        return None
    return Incoming(
        kind=Kind.EDITED,
        key=f"{SLUG}:{own.guild}:{id}:edited:{edited}",
        spot=to_spot(own, where, _answered(message, where)),
        sender=str(message["author"]["id"]),
        at=datetime.fromisoformat(str(edited)),
        text=text,
        stamp=id,
        left=tuple(one.id for one in files),
        direct=where.direct,
        request_id=id,
    )


def to_removed(id: str, where: Where, own: Own, now: datetime) -> Incoming:
    """A message that is gone. Discord does not say whose it was, nor who took it back."""
    return Incoming(
        kind=Kind.DELETED,
        key=f"{SLUG}:{own.guild}:{id}:deleted",
        spot=to_spot(own, where),
        sender="",
        at=now,
        stamp=id,
        direct=where.direct,
        request_id=id,
    )


def to_reacted(
    event: Payload, where: Where, own: Own, now: datetime, turn: str, *, kind: Kind = Kind.REACTED
) -> Incoming | None:
    """An emoji that a person put on a message, or took away. ``turn`` names the event, so that
    putting it there again counts and hearing of it twice does not."""
    user, emoji = str(event.get("user_id") or ""), event.get("emoji") or {}
    bot = ((event.get("member") or {}).get("user") or {}).get("bot")
    if user in ("", own.user) or bot or not emoji.get("name"):
        return None
    id, name = str(event["message_id"]), str(emoji["name"])
    mark = "reaction" if kind is Kind.REACTED else kind.value
    return Incoming(
        kind=kind,
        key=f"{SLUG}:{own.guild}:{id}:{mark}:{user}:{emoji['name']}:{turn}",
        spot=to_spot(own, where),
        sender=user,
        at=now,
        text=name,
        emoji=f":{name}:" if emoji.get("id") else name,
        stamp=id,
        direct=where.direct,
        request_id=id,
    )


def to_alert(message: Payload, where: Where, own: Own) -> Incoming | None:
    """What another bot or a webhook says outside threads; whether it is heard, the desk decides."""
    author = message.get("author") or {}
    is_bot = bool(author.get("bot") or message.get("webhook_id"))
    if not is_bot or is_ours(message, own) or where.thread or where.direct:
        return None
    id, text = str(message["id"]), _alert_text(message, own)
    if not text or message.get("type") != _PLAIN:
        return None
    return Incoming(
        kind=Kind.ALERTED,
        key=f"{SLUG}:{own.guild}:{id}",
        spot=to_spot(own, where),
        sender=str(message.get("webhook_id") or author["id"]),
        at=to_time(id),
        text=text,
        stamp=id,
        name=str(author.get("global_name") or author.get("username") or ""),
        request_id=id,
    )


def is_ours(message: Payload, own: Own) -> bool:
    """Whether we said it, under our own name or another."""
    author = str((message.get("author") or {}).get("id") or "")
    return author == own.user or str(message.get("application_id") or "") == own.application


def _is_a_person(message: Payload, own: Own) -> bool:
    author = message.get("author") or {}
    if message.get("webhook_id") or author.get("bot") or is_ours(message, own):
        return False
    return bool(author.get("id"))


def _after_mention(content: str, own: Own) -> str | None:
    """The words after a mention of us that begins the message; None when none begins it."""
    ids = "|".join(re.escape(one) for one in (own.user, own.role) if one)
    found = re.match(rf"\s*<@[!&]?(?:{ids})>[\s,:]*", content)
    return content[found.end() :] if found else None


def _answered(message: Payload, where: Where) -> str | None:
    """In direct messages there are no threads: what we say of a ticket answers its card, and
    what a person answers belongs there too."""
    reference = message.get("message_reference") or {}
    if not where.direct or not reference.get("message_id") or reference.get("type") == FORWARD:
        return None
    before = (message.get("referenced_message") or {}).get("message_reference") or {}
    return str(before.get("message_id") or reference["message_id"])


def _alert_text(message: Payload, own: Own) -> str:
    said = words_of(message, own)
    if said:
        return said
    parts: list[str] = []
    for embed in message.get("embeds") or ():
        parts += [str(embed[name]) for name in ("title", "description") if embed.get(name)]
        parts += [f"{one['name']}: {one['value']}" for one in embed.get("fields") or ()]
    return to_text("\n".join(parts), names_in(message))
