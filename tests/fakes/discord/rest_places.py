"""The calls about ourselves, servers, people, channels and direct messages."""

from typing import Any

from tests.fakes.discord import permissions as may
from tests.fakes.discord.places import FORUM, Channel, Guild, is_named
from tests.fakes.discord.routing import Answer, Call, route
from tests.fakes.discord.rules import Refusal
from tests.fakes.discord.threads import edit

Json = dict[str, Any]


@route("GET /users/@me")
def me(call: Call) -> Answer:
    """Our bot."""
    return call.state.user(call.me)


@route("GET /oauth2/applications/@me", "GET /applications/@me")
def application(call: Call) -> Answer:
    """Our application."""
    state = call.state
    bits = {"members": 1 << 15, "presences": 1 << 13, "content": 1 << 19}
    return {
        "id": state.application,
        "name": "Ticket",
        "icon": None,
        "summary": "",
        "description": "",
        "flags": sum(bits[one] for one in state.privileged),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "owner": state.user(state.owner),
        "interactions_endpoint_url": None,
    }


@route("GET /gateway/bot")
def gateway(call: Call) -> Answer:
    """Where the gateway is."""
    limits = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
    return {"url": call.state.gateway_url, "shards": 1, "session_start_limit": limits}


@route("GET /users/{user}")
def get_user(call: Call) -> Answer:
    """A user."""
    if call.at["user"] not in call.state.users:
        raise Refusal("user.unknown")
    return call.state.user(call.at["user"])


@route("GET /users/@me/guilds")
def my_guilds(call: Call) -> Answer:
    """The servers that we are in."""
    mine = [one for one in call.state.guilds.values() if call.me in one.members]
    return [{"id": one.id, "name": one.name, "icon": None, "features": []} for one in mine]


@route("POST /users/@me/channels")
def open_dm(call: Call) -> Answer:
    """The direct messages with a user. Opening them tells nothing of whether they are open."""
    user = str(call.body.get("recipient_id"))
    if user not in call.state.users:
        raise Refusal("user.unknown")
    if call.state.users[user]["bot"]:
        raise Refusal("user.bot")
    if call.state.openable_dms is not None:
        if call.state.openable_dms == 0:
            raise Refusal("user.fast")
        call.state.openable_dms -= 1
    return call.state.dm_of(user).to_json(call.me, call.state.users)


@route("GET /guilds/{guild}")
def get_guild(call: Call) -> Answer:
    """A server."""
    return the_guild(call).to_json()


@route("GET /guilds/{guild}/channels")
def list_channels(call: Call) -> Answer:
    """The channels of a server, without its threads."""
    guild = the_guild(call)
    found = [one for one in call.state.channels.values() if one.guild is guild]
    return [one.to_json(call.me) for one in found if not one.is_thread]


@route("POST /guilds/{guild}/channels")
def create_channel(call: Call) -> Answer:
    """A new channel."""
    state, guild = call.state, the_guild(call)
    if not may.base_of(guild, call.me) & may.MANAGE_CHANNELS:
        raise Refusal("access.permission")
    name = str(call.body.get("name") or "").strip()
    if not 1 <= len(name) <= 100:
        raise Refusal("channel.name", "name")
    made = Channel(state.next_id(), int(call.body.get("type") or 0), name, guild)
    made.topic = call.body.get("topic")
    made.overwrites = [dict(one) for one in call.body.get("permission_overwrites") or ()]
    if call.body.get("available_tags"):
        made.tags = _tags(call, made)
    state.channels[made.id] = made
    state.emit("CHANNEL_CREATE", made.to_json(call.me), made, guild)
    return made.to_json(call.me)


@route("GET /guilds/{guild}/roles")
def list_roles(call: Call) -> Answer:
    """The roles of a server."""
    return list(the_guild(call).roles.values())


@route("GET /guilds/{guild}/members/{user}")
def get_member(call: Call) -> Answer:
    """A member of a server."""
    user = call.me if call.at["user"] == "@me" else call.at["user"]
    if user not in call.state.users:
        raise Refusal("user.unknown")
    member = the_guild(call).members.get(user)
    if member is None:
        raise Refusal("member.unknown")
    return member


@route("GET /guilds/{guild}/members")
def list_members(call: Call) -> Answer:
    """All members, page by page; only with the intent in the portal."""
    guild = the_guild(call)
    if "members" not in call.state.privileged:
        raise Refusal("access.intent")
    limit = call.number("limit", 1, 1000, "search.limit")
    after = int(call.query.get("after", 0))
    found = sorted(guild.members.values(), key=lambda one: int(one["user"]["id"]))
    return [one for one in found if int(one["user"]["id"]) > after][:limit]


@route("GET /guilds/{guild}/members/search")
def search_members(call: Call) -> Answer:
    """Members whose name or nickname begins with the query."""
    limit = call.number("limit", 1, 1000, "search.limit")
    begun = call.query.get("query", "")
    return [one for one in the_guild(call).members.values() if is_named(one, begun)][:limit]


@route("GET /channels/{channel}")
def get_channel(call: Call) -> Answer:
    """A channel, a thread, or direct messages."""
    channel = call.state.visible(call.at["channel"], call.me)
    return channel.to_json(call.me, call.state.users)


@route("PATCH /channels/{channel}")
def patch_channel(call: Call) -> Answer:
    """Change a channel or a thread."""
    state = call.state
    channel = state.visible(call.at["channel"], call.me)
    if channel.is_thread:
        edit(state, channel, call.me, call.body)
        return channel.to_json(call.me)
    if channel.guild is None:
        raise Refusal("channel.type")
    state.permitted(channel, call.me, may.MANAGE_CHANNELS)
    if "permission_overwrites" in call.body:
        state.permitted(channel, call.me, may.MANAGE_ROLES)
        channel.overwrites = [dict(one) for one in call.body["permission_overwrites"]]
    if "available_tags" in call.body:
        channel.tags = _tags(call, channel)
    channel.name = str(call.body.get("name") or channel.name)
    channel.topic = call.body.get("topic", channel.topic)
    state.emit("CHANNEL_UPDATE", channel.to_json(call.me), channel, channel.guild)
    return channel.to_json(call.me)


@route("DELETE /channels/{channel}")
def delete_channel(call: Call) -> Answer:
    """A channel or thread is no more."""
    state = call.state
    channel = state.visible(call.at["channel"], call.me)
    state.permitted(
        channel, call.me, may.MANAGE_THREADS if channel.is_thread else (may.MANAGE_CHANNELS)
    )
    told = channel.to_json(call.me)
    drop_channel(call.state, channel)
    return told


def drop_channel(state: Any, channel: Channel) -> None:
    """The channel is gone, and its threads with it."""
    for one in [one for one in state.channels.values() if one.parent is channel]:
        drop_channel(state, one)
    event = "THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE"
    keys = ("id", "guild_id", "parent_id", "type")
    told = channel.to_json(state.bot)
    told = {key: told[key] for key in keys} if channel.is_thread else told
    state.emit(event, told, channel, channel.guild)
    del state.channels[channel.id]


def the_guild(call: Call) -> Guild:
    """The server that we are in, or Discord's refusal."""
    guild = call.state.guilds.get(call.at["guild"])
    if guild is None:
        raise Refusal("guild.unknown")
    if call.me not in guild.members:
        raise Refusal("access.none")
    return guild


def _tags(call: Call, channel: Channel) -> list[Json]:
    if channel.type != FORUM:
        raise Refusal("channel.type")
    given = call.body["available_tags"]
    if len(given) > 20:
        raise Refusal("tag.many")
    names = [str(one.get("name") or "").strip() for one in given]
    for number, name in enumerate(names):
        if not 1 <= len(name) <= 20:
            raise Refusal("tag.name", f"available_tags.{number}.name")
    if len(set(names)) < len(names):
        raise Refusal("tag.twice")
    empty = {"moderated": False, "emoji_id": None, "emoji_name": None}
    return [
        empty
        | {key: value for key, value in one.items() if key in empty}
        | {"id": str(one.get("id") or call.state.next_id()), "name": name}
        for one, name in zip(given, names, strict=True)
    ]
