"""Threads: begun, joined, archived, locked, listed; and posts of forums with their tags."""

from typing import Any

from tests.fakes.discord import permissions as may
from tests.fakes.discord.places import (
    FORUM,
    NEWS,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    REQUIRES_TAG,
    TEXT,
    Channel,
)
from tests.fakes.discord.rules import Refusal
from tests.fakes.discord.state import DiscordState

Json = dict[str, Any]

DURATIONS = (60, 1440, 4320, 10080)


def begin(
    state: DiscordState, parent: Channel, owner: str, body: Json, kind: int, thread: str = ""
) -> Channel:
    """A new thread; ``thread`` is the id of the message that it grows from."""
    if not 1 <= len(str(body.get("name") or "").strip()) <= 100:
        raise Refusal("channel.name", "name")
    duration = body.get("auto_archive_duration") or 4320
    if duration not in DURATIONS:
        raise Refusal("thread.duration", "auto_archive_duration")
    if parent.guild is None:
        raise Refusal("channel.type")
    if len(state.threads_of(parent.guild)) >= 1000:
        raise Refusal("thread.many")
    made = Channel(thread or state.next_id(), kind, str(body["name"]).strip(), parent.guild, parent)
    made.owner, made.duration = owner, duration
    made.archive_at = made.created_at = state.stamp()
    made.invitable = bool(body.get("invitable", True))
    made.applied_tags = [str(one) for one in body.get("applied_tags") or ()]
    state.channels[made.id] = made
    made.members[owner] = _member(state, made, owner)
    return made


def announce(state: DiscordState, thread: Channel) -> None:
    """Tell of a new thread."""
    told = thread.to_json(state.bot) | {"newly_created": True}
    state.emit("THREAD_CREATE", told, thread, thread.guild)
    _tell_members(state, thread, added=list(thread.members))


def add_member(state: DiscordState, thread: Channel, user: str, by: str | None = None) -> None:
    """The user is in the thread from now on; ``by`` another, which the thread notes."""
    from tests.fakes.discord.writing import say_system

    if user in thread.members:
        return
    if len(thread.members) >= 1000:
        raise Refusal("thread.members")
    thread.members[user] = _member(state, thread, user)
    if user == state.bot:
        state.emit("THREAD_CREATE", thread.to_json(state.bot), thread, thread.guild)
    _tell_members(state, thread, added=[user])
    if by is not None and by != user:
        say_system(state, thread, 1, by, mentions=[state.user(user)])


def remove_member(state: DiscordState, thread: Channel, user: str) -> None:
    """The user has left the thread, or was sent away."""
    if thread.members.pop(user, None) is None:
        raise Refusal("member.unknown")
    _tell_members(state, thread, removed=[user])


def set_archived(state: DiscordState, thread: Channel, archived: bool) -> None:
    """Archive or wake a thread, and tell of it."""
    thread.archived, thread.archive_at = archived, state.stamp()
    state.emit("THREAD_UPDATE", thread.to_json(state.bot), thread, thread.guild)


def edit(state: DiscordState, thread: Channel, user: str, body: Json) -> None:
    """Change a thread: its name, its tags, whether it is archived or locked."""
    _check_edit(state, thread, user, body)
    if "applied_tags" in body:
        thread.applied_tags = check_tags(state, thread.parent, user, body["applied_tags"])
    renamed = body.get("name") not in (None, thread.name)
    for key, name in (("name", "name"), ("locked", "locked"), ("invitable", "invitable")):
        if body.get(key) is not None:
            setattr(thread, name, body[key])
    if body.get("auto_archive_duration"):
        thread.duration = body["auto_archive_duration"]
    if body.get("archived") is not None and body["archived"] != thread.archived:
        thread.archived, thread.archive_at = body["archived"], state.stamp()
    state.emit("THREAD_UPDATE", thread.to_json(state.bot), thread, thread.guild)
    if renamed and not thread.archived:
        from tests.fakes.discord.writing import say_system

        say_system(state, thread, 4, user, thread.name)


def _check_edit(state: DiscordState, thread: Channel, user: str, body: Json) -> None:
    allowed = may.permissions_in(thread, user)
    moderates = bool(allowed & may.MANAGE_THREADS)
    wakes = body.get("archived") is False
    if thread.archived and not wakes:
        raise Refusal("thread.archived")
    if "name" in body and not 1 <= len(str(body["name"]).strip()) <= 100:
        raise Refusal("channel.name", "name")
    if body.get("auto_archive_duration", 60) not in DURATIONS:
        raise Refusal("thread.duration", "auto_archive_duration")
    if moderates:
        return
    if thread.locked or "locked" in body or "rate_limit_per_user" in body:
        raise Refusal("access.permission")
    if thread.owner != user and not (set(body) == {"archived"} and wakes):
        raise Refusal("access.permission")


def check_tags(state: DiscordState, forum: Channel | None, user: str, tags: Any) -> list[str]:
    """The tags as they may be applied in that forum, or Discord's refusal."""
    if forum is None or forum.type != FORUM:
        raise Refusal("channel.type")
    wanted = list(dict.fromkeys(str(one) for one in tags or ()))
    if len(wanted) > 5:
        raise Refusal("tag.applied", "applied_tags")
    known = {one["id"]: one for one in forum.tags}
    for one in wanted:
        if one not in known:
            raise Refusal("tag.unknown")
        moderates = may.permissions_in(forum, user) & may.MANAGE_THREADS
        if known[one]["moderated"] and not moderates:
            raise Refusal("tag.moderated")
    if forum.flags & REQUIRES_TAG and not wanted:
        raise Refusal("tag.needed")
    return wanted


def kind_for(parent: Channel, wanted: int) -> int:
    """The kind of thread that a channel lets one begin, or Discord's refusal."""
    if parent.type == TEXT and wanted in (PUBLIC_THREAD, PRIVATE_THREAD):
        return wanted
    if parent.type == FORUM and wanted == PRIVATE_THREAD:
        raise Refusal("thread.private_forum")
    if parent.type == NEWS and wanted == 10:
        return wanted
    raise Refusal("channel.type")


def _member(state: DiscordState, thread: Channel, user: str) -> Json:
    return {"id": thread.id, "user_id": user, "join_timestamp": state.stamp(), "flags": 1}


def _tell_members(
    state: DiscordState,
    thread: Channel,
    added: list[str] | None = None,
    removed: list[str] | None = None,
) -> None:
    told: Json = {
        "id": thread.id,
        "guild_id": thread.guild.id if thread.guild else None,
        "member_count": len(thread.members),
    }
    if added:
        told["added_members"] = [thread.members[one] for one in added]
    if removed:
        told["removed_member_ids"] = removed
    state.emit("THREAD_MEMBERS_UPDATE", told, thread, thread.guild)
