"""Messages are written, changed and removed: by our bot, by webhooks, by people."""

import mimetypes
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.fakes.discord import permissions as may
from tests.fakes.discord.components import TEXT, every
from tests.fakes.discord.contents import (
    EPHEMERAL,
    LOADING,
    SUPPRESS_EMBEDS,
    SUPPRESS_NOTIFICATIONS,
    V2,
    check_contents,
)
from tests.fakes.discord.places import CATEGORY, FORUM, Channel
from tests.fakes.discord.rules import Refusal
from tests.fakes.discord.showing import told_of
from tests.fakes.discord.state import DiscordState

Json = dict[str, Any]

NONCES_LAST = timedelta(minutes=5)
SYSTEM = {1, 2, 3, 4, 6, 7, 18, 21}
_SETTABLE = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | V2
_NAMED = re.compile(r"<@(?P<role>&)?!?(?P<id>\d+)>|@(?P<all>everyone|here)\b")


@dataclass
class Draft:
    """A message to be written: who says what, with which files (name, content)."""

    author: Json
    payload: Json
    files: list[tuple[int, str, bytes]] = field(default_factory=list)
    kind: int = 0
    more: Json = field(default_factory=dict)
    ephemeral_for: str = ""


def check_writable(state: DiscordState, channel: Channel, user: str, draft: Draft) -> None:
    """Refuse where this user cannot write that message."""
    if channel.type in (FORUM, CATEGORY):
        raise Refusal("channel.no_text")
    if channel.guild is None:
        other = next(iter(channel.recipients - {user}))
        if user == state.bot and other in state.closed_dms:
            raise Refusal("user.closed")
        return
    needed = [may.SEND_IN_THREADS if channel.is_thread else may.SEND_MESSAGES]
    needed += [may.ATTACH_FILES] if draft.files else []
    needed += [may.EMBED_LINKS] if draft.payload.get("embeds") else []
    state.permitted(channel, user, *needed)
    check_open(channel, user)


def check_open(channel: Channel, user: str, *, writing: bool = True) -> None:
    """Refuse in a locked thread; and, but for writing, in an archived one."""
    if not channel.is_thread:
        return
    if channel.archived and (channel.locked or not writing):
        raise Refusal("thread.archived")
    if channel.locked and not may.permissions_in(channel, user) & may.MANAGE_THREADS:
        raise Refusal("thread.locked")


def write(state: DiscordState, channel: Channel, draft: Draft) -> Json:
    """Put the message there and tell of it; the message."""
    payload, author = draft.payload, draft.author
    brought = _bring(state, draft)
    flags = int(payload.get("flags") or 0) & (_SETTABLE | (EPHEMERAL if draft.ephemeral_for else 0))
    check_contents(payload, [], brought, flags)
    again = _said_before(state, author["id"], payload)
    if again is not None:
        return again
    reference, kind = _reference(state, channel, draft)
    message = _begin(state, channel, author, kind, attachments=brought, flags=flags)
    message |= draft.more | reference
    fill(state, channel, message, payload)
    if payload.get("nonce"):
        message["nonce"] = payload["nonce"]
        state.nonces[author["id"], str(payload["nonce"])] = (
            state.clock.now(),
            channel.id,
            message["id"],
        )
    _store(state, channel, message, draft)
    return message


def fill(state: DiscordState, channel: Channel, message: Json, payload: Json) -> None:
    """Put text, embeds and components of a payload into a message, and see who is meant."""
    message["content"] = str(payload.get("content") or "").strip()
    message["embeds"] = [{"type": "rich", **one} for one in payload.get("embeds") or []]
    message["components"] = [dict(one) for one in payload.get("components") or []]
    numbered = list(every(message["components"]))
    taken = {one["id"] for one in numbered if one.get("id")}
    free = (number for number in range(1, 1000) if number not in taken)
    for one in numbered:
        one["id"] = one.get("id") or next(free)
    texts = [message["content"]]
    texts += [one["content"] for one in numbered if one["type"] == TEXT]
    found = [one for text in texts for one in _NAMED.finditer(text)]
    users = [one["id"] for one in found if one["id"] and not one["role"]]
    known = [one for one in dict.fromkeys(users) if one in state.users]
    message["mentions"] = [state.user(one) for one in known]
    roles = dict.fromkeys(one["id"] for one in found if one["role"])
    message["mention_roles"] = [
        one for one in roles if channel.guild and one in channel.guild.roles
    ]
    message["mention_everyone"] = any(one["all"] for one in found)


def change(state: DiscordState, channel: Channel, message: Json, draft: Draft) -> None:
    """Change what a payload names, keep the rest, and tell of it. Nobody is pinged."""
    payload = draft.payload
    flags = _changed_flags(message, payload)
    named = payload.get("attachments")
    brought = _bring(state, draft)
    kept = message["attachments"]
    if named is not None:
        new = {str(number) for number, _, _ in draft.files}
        wanted = {str(one["id"]): one for one in named if str(one["id"]) not in new}
        if set(wanted) - {one["id"] for one in kept}:
            raise Refusal("file.unknown", "attachments")
        kept = [one | _described(wanted[one["id"]]) for one in kept if one["id"] in wanted]
    whole = {key: message[key] for key in ("content", "embeds", "components")}
    whole |= {key: value for key, value in payload.items() if key != "flags"}
    check_contents(whole, kept, brought, flags)
    message["attachments"] = [*kept, *brought]
    message["flags"] = flags & ~LOADING
    fill(state, channel, message, whole)
    message["edited_timestamp"] = state.stamp()
    tell(state, "MESSAGE_UPDATE", channel, message)


def remove(state: DiscordState, channel: Channel, message: Json) -> None:
    """The message is gone; a thread that began with it stays."""
    gone = channel.messages.pop(message["id"], None)
    state.ephemerals.pop(message["id"], None)
    channel.pins = [one for one in channel.pins if one[0] != message["id"]]
    if gone is not None:
        told = {"id": message["id"], "channel_id": channel.id}
        if channel.guild is not None:
            told["guild_id"] = channel.guild.id
        state.emit("MESSAGE_DELETE", told, channel, channel.guild)


def tell(state: DiscordState, event: str, channel: Channel, message: Json) -> None:
    """Tell of a message, unless one person alone sees it."""
    if message["id"] in channel.messages:
        state.emit(event, told_of(state, message, channel), channel, channel.guild)


def say_system(
    state: DiscordState, channel: Channel, kind: int, user: str, content: str = "", **more: Any
) -> Json:
    """Discord itself notes something in a channel, in the name of a user."""
    message = _begin(state, channel, state.user(user), kind)
    fill(state, channel, message, {"content": content})
    message |= more
    _store(state, channel, message, Draft(message["author"], {}))
    return message


def _begin(state: DiscordState, channel: Channel, author: Json, kind: int, **more: Any) -> Json:
    return {
        "id": state.next_id(),
        "channel_id": channel.id,
        "author": author,
        "type": kind,
        "timestamp": state.stamp(),
        "edited_timestamp": None,
        "tts": False,
        "pinned": False,
        "attachments": [],
        "flags": 0,
        **more,
    }


def _store(state: DiscordState, channel: Channel, message: Json, draft: Draft) -> None:
    if draft.ephemeral_for:
        state.ephemerals[message["id"]] = (draft.ephemeral_for, message)
        return
    if channel.is_thread:
        _enter(state, channel, message)
    channel.messages[message["id"]] = message
    _note_pings(state, channel, message, draft)
    tell(state, "MESSAGE_CREATE", channel, message)


def _enter(state: DiscordState, channel: Channel, message: Json) -> None:
    from tests.fakes.discord.threads import add_member, set_archived

    channel.sent += 1
    if channel.archived and message["type"] not in SYSTEM:
        set_archived(state, channel, False)
    author = message["author"]["id"]
    if channel.guild and author in channel.guild.members and not message.get("webhook_id"):
        add_member(state, channel, author)


def _said_before(state: DiscordState, author: str, payload: Json) -> Json | None:
    said = state.nonces.get((author, str(payload.get("nonce"))))
    if said is None or not payload.get("enforce_nonce"):
        return None
    at, channel, message = said
    if state.clock.now() - at > NONCES_LAST or channel not in state.channels:
        return None
    return state.channels[channel].messages.get(message)


def _reference(state: DiscordState, channel: Channel, draft: Draft) -> tuple[Json, int]:
    given = draft.payload.get("message_reference")
    if not given:
        return {}, draft.kind
    answered = channel.messages.get(str(given.get("message_id")))
    if answered is None:
        if given.get("fail_if_not_exists", True):
            raise Refusal("message.reference", "message_reference")
        return {}, draft.kind
    if answered["type"] in SYSTEM:
        raise Refusal("message.reference_system", "message_reference")
    allowed = may.permissions_in(channel, draft.author["id"])
    if draft.author["id"] in state.users and not allowed & may.READ_HISTORY:
        raise Refusal("access.history")
    reference = {"type": 0, "channel_id": channel.id, "message_id": answered["id"]}
    if channel.guild is not None:
        reference["guild_id"] = channel.guild.id
    return {"message_reference": reference}, 19


def _note_pings(state: DiscordState, channel: Channel, message: Json, draft: Draft) -> None:
    """Remember whom a message of our app's would have disturbed."""
    if message["type"] not in (0, 19, 20, 23) or not message["author"].get("bot"):
        return
    allowed = draft.payload.get("allowed_mentions")
    parse = ["everyone", "users", "roles"] if allowed is None else allowed.get("parse") or []
    named = allowed or {}
    listed = {str(one) for key in ("users", "roles") for one in named.get(key) or ()}
    for one in message["mentions"]:
        if "users" in parse or one["id"] in listed:
            state.pings.append(f"<@{one['id']}>")
    for role in message["mention_roles"]:
        if "roles" in parse or role in listed:
            state.pings.append(f"<@&{role}>")
    if message["mention_everyone"] and "everyone" in parse:
        state.pings.append("@everyone")
    if message["type"] == 19 and (allowed is None or named.get("replied_user")):
        answered = channel.messages[message["message_reference"]["message_id"]]
        state.pings.append(f"<@{answered['author']['id']}>")


def _changed_flags(message: Json, payload: Json) -> int:
    flags = int(message["flags"])
    if payload.get("flags") is None:
        return flags
    wanted = int(payload["flags"]) & (SUPPRESS_EMBEDS | V2)
    if flags & V2 and not wanted & V2:
        raise Refusal("message.v2_lost", "flags")
    return (flags & ~SUPPRESS_EMBEDS) | wanted


def _described(given: Json) -> Json:
    return {"description": given["description"]} if "description" in given else {}


def _bring(state: DiscordState, draft: Draft) -> list[Json]:
    """The files of a draft, kept; refused if one is too large."""
    said = {str(one.get("id")): one for one in draft.payload.get("attachments") or ()}
    records = []
    for number, name, content in draft.files:
        if len(content) > state.upload_limit:
            raise Refusal("file.size")
        given = said.get(str(number)) or {}
        record = bring(state, given.get("filename") or name, content)
        record |= _described(given) if given.get("description") else {}
        record |= {"ephemeral": True} if draft.ephemeral_for else {}
        records.append(record)
    return records


def bring(state: DiscordState, name: str, content: bytes) -> Json:
    """Keep a file; the record of it."""
    number = state.next_id()
    state.contents[number] = content
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return {"id": number, "filename": name, "size": len(content), "content_type": kind}
