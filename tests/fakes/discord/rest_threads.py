"""The calls about threads: begun from a message, without one, as a post; their people."""

from datetime import datetime
from typing import Any

from tests.fakes.discord import permissions as may
from tests.fakes.discord.meaning import Draft
from tests.fakes.discord.places import FORUM, PRIVATE_THREAD, PUBLIC_THREAD, TEXT, Channel
from tests.fakes.discord.rest_messages import the_message
from tests.fakes.discord.rest_places import the_guild
from tests.fakes.discord.routing import Answer, Call, route
from tests.fakes.discord.rules import Refusal
from tests.fakes.discord.showing import shown
from tests.fakes.discord.state import DiscordState
from tests.fakes.discord.threads import (
    add_member,
    announce,
    begin,
    check_tags,
    kind_for,
    remove_member,
)
from tests.fakes.discord.writing import check_open, prepare, put, say_system, tell

Json = dict[str, Any]

_MEMBER = "/channels/{channel}/thread-members/{user}"


@route("POST /channels/{channel}/messages/{message}/threads")
def thread_from_message(call: Call) -> Answer:
    """A thread that grows from a message and has its id."""
    channel = call.state.visible(call.at["channel"], call.me)
    message = the_message(channel, call.at["message"])
    return grow(call.state, channel, message, call.me, call.body).to_json(call.me)


@route("POST /channels/{channel}/threads")
def thread_without_message(call: Call) -> Answer:
    """A thread of its own, or a post with its first message."""
    state = call.state
    channel = state.visible(call.at["channel"], call.me)
    wanted = int(call.body.get("type") or (0 if channel.type == FORUM else PRIVATE_THREAD))
    if channel.type == FORUM and wanted != PRIVATE_THREAD:
        draft = Draft(state.user(call.me), call.body.get("message") or {}, call.files)
        made, message = post(state, channel, call.me, call.body, draft)
        return made.to_json(call.me) | {"message": shown(state, message, call.me)}
    kind = kind_for(channel, wanted)
    private = kind == PRIVATE_THREAD
    needed = may.CREATE_PRIVATE_THREADS if private else may.CREATE_PUBLIC_THREADS
    state.permitted(channel, call.me, needed)
    made = begin(state, channel, call.me, call.body, kind)
    announce(state, made)
    return made.to_json(call.me)


def grow(state: DiscordState, channel: Channel, message: Json, user: str, body: Json) -> Channel:
    """A user begins a thread from a message."""
    if channel.type != TEXT:
        raise Refusal("channel.type")
    state.permitted(channel, user, may.CREATE_PUBLIC_THREADS)
    if message["id"] in state.channels:
        raise Refusal("thread.twice")
    made = begin(state, channel, user, body, PUBLIC_THREAD, message["id"])
    announce(state, made)
    message["flags"] |= 1 << 5
    tell(state, "MESSAGE_UPDATE", channel, message)
    reference = {"channel_id": channel.id, "message_id": message["id"], "type": 0}
    say_system(state, made, 21, user, message_reference=reference)
    return made


def post(
    state: DiscordState, forum: Channel, user: str, body: Json, draft: Draft
) -> tuple[Channel, Json]:
    """A user begins a post; the thread and its first message, which has its id."""
    state.permitted(forum, user, may.SEND_MESSAGES)
    if draft.files:
        state.permitted(forum, user, may.ATTACH_FILES)
    tags = check_tags(state, forum, user, body.get("applied_tags"))
    prepared = prepare(state, draft)
    made = begin(state, forum, user, body | {"applied_tags": tags}, PUBLIC_THREAD)
    announce(state, made)
    draft.more["id"] = made.id
    return made, put(state, made, draft, prepared)


@route("PUT /channels/{channel}/thread-members/@me", f"PUT {_MEMBER}")
def put_member(call: Call) -> Answer:
    """Join a thread, or bring somebody into it."""
    state = call.state
    thread = _thread(call)
    check_open(thread, call.me, writing=False)
    user = call.at.get("user", call.me)
    if user != call.me:
        state.permitted(thread, call.me, may.SEND_IN_THREADS)
        if thread.guild is None or user not in thread.guild.members:
            raise Refusal("member.unknown")
        if thread.parent is None or not may.can_see(thread.parent, user):
            raise Refusal("access.none")
    add_member(state, thread, user, call.me)
    return None


@route("DELETE /channels/{channel}/thread-members/@me", f"DELETE {_MEMBER}")
def delete_member(call: Call) -> Answer:
    """Leave a thread, or send somebody away."""
    thread = _thread(call)
    check_open(thread, call.me, writing=False)
    user = call.at.get("user", call.me)
    own = thread.is_private_thread and thread.owner == call.me
    if user != call.me and not own:
        call.state.permitted(thread, call.me, may.MANAGE_THREADS)
    remove_member(call.state, thread, user)
    return None


@route(f"GET {_MEMBER}")
def get_thread_member(call: Call) -> Answer:
    """Somebody who is in the thread."""
    found = _thread(call).members.get(call.at["user"])
    if found is None:
        raise Refusal("member.unknown")
    return found


@route("GET /channels/{channel}/thread-members")
def list_thread_members(call: Call) -> Answer:
    """Everybody who is in the thread; only with the intent in the portal."""
    if "members" not in call.state.privileged:
        raise Refusal("access.intent")
    return list(_thread(call).members.values())


@route("GET /guilds/{guild}/threads/active")
def active_threads(call: Call) -> Answer:
    """The active threads that we can see."""
    found = call.state.threads_of(the_guild(call))
    seen = [one for one in found if may.can_see(one, call.me)]
    return _page(call, sorted(seen, key=lambda one: -int(one.id)), more=False)


@route("GET /channels/{channel}/threads/archived/public")
def archived_public(call: Call) -> Answer:
    """Archived threads that all can see, the last archived first."""
    return _archived(call, private=False)


@route("GET /channels/{channel}/threads/archived/private")
def archived_private(call: Call) -> Answer:
    """Archived private threads."""
    channel = call.state.visible(call.at["channel"], call.me)
    call.state.permitted(channel, call.me, may.MANAGE_THREADS)
    return _archived(call, private=True)


def _archived(call: Call, *, private: bool) -> Json:
    channel = call.state.visible(call.at["channel"], call.me)
    call.state.permitted(channel, call.me, may.READ_HISTORY)
    limit = call.number("limit", 50, 100, "history.limit")
    found = [
        one
        for one in call.state.channels.values()
        if one.parent is channel and one.archived and one.is_private_thread == private
    ]
    if "before" in call.query:
        before = datetime.fromisoformat(call.query["before"])
        found = [one for one in found if datetime.fromisoformat(one.archive_at) < before]
    found.sort(key=lambda one: one.archive_at, reverse=True)
    return _page(call, found[:limit], more=len(found) > limit)


def _page(call: Call, threads: list[Channel], *, more: bool) -> Json:
    mine = [one.members[call.me] for one in threads if call.me in one.members]
    told = [one.to_json(call.me) for one in threads]
    return {"threads": told, "members": mine, "has_more": more}


def _thread(call: Call) -> Channel:
    channel = call.state.visible(call.at["channel"], call.me)
    if not channel.is_thread:
        raise Refusal("channel.type")
    return channel
