"""Messages are written, changed and removed: by our bot, by webhooks, by people."""

from datetime import timedelta
from typing import Any

from tests.fakes.discord import permissions as may
from tests.fakes.discord.contents import (
    EPHEMERAL,
    LOADING,
    SUPPRESS_EMBEDS,
    SUPPRESS_NOTIFICATIONS,
    V2,
    check_contents,
)
from tests.fakes.discord.meaning import Draft, bring_all, described, fill, pinged_by
from tests.fakes.discord.places import CATEGORY, FORUM, Channel
from tests.fakes.discord.rules import Refusal
from tests.fakes.discord.showing import told_of
from tests.fakes.discord.state import DiscordState

Json = dict[str, Any]

NONCES_LAST = timedelta(minutes=5)
SYSTEM = {1, 2, 3, 4, 6, 7, 18, 21}
_SETTABLE = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | V2


def check_writable(state: DiscordState, channel: Channel, user: str, draft: Draft) -> None:
    """Refuse where this user cannot write that message."""
    if channel.type in (FORUM, CATEGORY):
        raise Refusal("channel.no_text")
    if channel.guild is None:
        other = next(iter(channel.recipients - {user}))
        if user == state.bot and (other in state.closed_dms or not state.meets(other)):
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


def check_deletable(channel: Channel, user: str) -> None:
    """In a locked thread only moderators remove messages once it is archived."""
    moderates = may.permissions_in(channel, user) & may.MANAGE_THREADS
    if channel.archived and channel.locked and not moderates:
        raise Refusal("thread.archived")


def write(state: DiscordState, channel: Channel, draft: Draft) -> Json:
    """Put the message there and tell of it; the message, or the one that its nonce names."""
    prepared = prepare(state, draft)
    return _said_before(state, draft) or put(state, channel, draft, prepared)


def prepare(state: DiscordState, draft: Draft) -> Json:
    """The files and flags of a message that can be sent, or Discord's refusal."""
    brought = bring_all(state, draft)
    settable = _SETTABLE | (EPHEMERAL if draft.ephemeral_for else 0)
    flags = int(draft.payload.get("flags") or 0) & settable
    if not draft.loading:
        check_contents(draft.payload, [], brought, flags)
    return {"attachments": brought, "flags": flags | (LOADING if draft.loading else 0)}


def put(state: DiscordState, channel: Channel, draft: Draft, prepared: Json) -> Json:
    """Put a message there that was found good."""
    reference, kind = _reference(state, channel, draft)
    message = _begin(state, channel, draft.author, kind, **prepared)
    message |= draft.more | reference
    fill(state, channel, message, draft.payload)
    said = (draft.author["id"], str(draft.payload.get("nonce")))
    if draft.payload.get("nonce") and said[0] in state.users:
        state.nonces[said] = (state.clock.now(), channel.id, message["id"])
    _store(state, channel, message, draft)
    return message


def change(state: DiscordState, channel: Channel, message: Json, draft: Draft) -> None:
    """Change what a payload names, keep the rest, and tell of it. Nobody is pinged."""
    payload = draft.payload
    flags = _changed_flags(message, payload)
    named = payload.get("attachments")
    brought = bring_all(state, draft)
    kept = message["attachments"]
    if named is not None:
        new = {str(number) for number, _, _ in draft.files}
        wanted = {str(one["id"]): one for one in named if str(one["id"]) not in new}
        if set(wanted) - {one["id"] for one in kept}:
            raise Refusal("file.unknown", "attachments")
        kept = [one | described(wanted[one["id"]]) for one in kept if one["id"] in wanted]
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
    told = {"id": message["id"], "channel_id": channel.id}
    if state.ephemerals.pop(message["id"], None) is not None:
        state.emit("MESSAGE_DELETE", told)
        return
    del channel.messages[message["id"]]
    channel.pins = [one for one in channel.pins if one[0] != message["id"]]
    if channel.guild is not None:
        told["guild_id"] = channel.guild.id
    state.emit("MESSAGE_DELETE", told, channel, channel.guild)


def tell(
    state: DiscordState, event: str, channel: Channel, message: Json, nonce: object = None
) -> None:
    """Tell of a message. One that a single person sees is told like direct messages are."""
    told = told_of(state, message, channel) | ({"nonce": nonce} if nonce else {})
    if message["id"] in channel.messages:
        state.emit(event, told, channel, channel.guild)
    else:
        hidden = ("guild_id", "member")
        state.emit(event, {key: one for key, one in told.items() if key not in hidden})


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
        message["flags"] |= EPHEMERAL
        state.ephemerals[message["id"]] = (draft.ephemeral_for, message)
        tell(state, "MESSAGE_CREATE", channel, message)
        return
    pinged = pinged_by(message, draft, channel) if message["type"] not in SYSTEM else []
    if channel.is_thread:
        _enter(state, channel, message, pinged)
    channel.messages[message["id"]] = message
    if message["author"]["id"] == state.bot or message.get("application_id"):
        state.pings += pinged
    tell(state, "MESSAGE_CREATE", channel, message, draft.payload.get("nonce"))


def _enter(state: DiscordState, channel: Channel, message: Json, pinged: list[str]) -> None:
    """A message wakes its thread; who writes, or is pinged and may see it, is in it then."""
    from tests.fakes.discord.threads import add_member, set_archived

    channel.sent += 1
    if channel.archived and message["type"] not in SYSTEM:
        set_archived(state, channel, False)
    guild, parent = channel.guild, channel.parent
    if guild is None or parent is None:
        return
    writer = [] if message.get("webhook_id") else [message["author"]["id"]]
    named = [one.strip("<@>") for one in pinged if not one.startswith(("<@&", "@"))]
    for role in [one.strip("<@&>") for one in pinged if one.startswith("<@&")]:
        named += [user for user, one in guild.members.items() if role in one["roles"]]
    for user in [*writer, *named]:
        if user in guild.members and may.can_see(parent, user):
            add_member(state, channel, user)


def _said_before(state: DiscordState, draft: Draft) -> Json | None:
    """What was said under this nonce in the last minutes; gone is gone, not said again."""
    said = state.nonces.get((draft.author["id"], str(draft.payload.get("nonce"))))
    if said is None or not draft.payload.get("enforce_nonce"):
        return None
    at, channel, message = said
    if state.clock.now() - at > NONCES_LAST:
        return None
    place = state.channels.get(channel)
    if place is None or message not in place.messages:
        raise Refusal("message.unknown")
    return place.messages[message]


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


def _changed_flags(message: Json, payload: Json) -> int:
    flags = int(message["flags"])
    if payload.get("flags") is None:
        return flags
    wanted = int(payload["flags"]) & (SUPPRESS_EMBEDS | V2)
    if flags & V2 and not wanted & V2:
        raise Refusal("message.v2_lost", "flags")
    return (flags & ~SUPPRESS_EMBEDS) | wanted
