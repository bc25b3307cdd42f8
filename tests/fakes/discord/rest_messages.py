"""The calls about messages: written, read, changed, removed."""

from typing import Any

from tests.fakes.discord import permissions as may
from tests.fakes.discord.meaning import Draft
from tests.fakes.discord.places import Channel
from tests.fakes.discord.routing import Answer, Call, route
from tests.fakes.discord.rules import Refusal
from tests.fakes.discord.showing import shown
from tests.fakes.discord.state import DiscordState
from tests.fakes.discord.writing import (
    SYSTEM,
    change,
    check_deletable,
    check_open,
    check_writable,
    remove,
    write,
)

Json = dict[str, Any]

_ONE = "/channels/{channel}/messages/{message}"


@route("POST /channels/{channel}/messages")
def post_message(call: Call) -> Answer:
    """Write a message."""
    state = call.state
    channel = state.visible(call.at["channel"], call.me)
    draft = Draft(state.user(call.me), call.body, call.files)
    check_writable(state, channel, call.me, draft)
    told = shown(state, write(state, channel, draft), call.me)
    return told | ({"nonce": call.body["nonce"]} if call.body.get("nonce") else {})


@route("GET /channels/{channel}/messages")
def list_messages(call: Call) -> Answer:
    """The newest messages, or those before, after or around one; newest first."""
    state = call.state
    channel = state.visible(call.at["channel"], call.me)
    limit = call.number("limit", 50, 100, "history.limit")
    if not may.permissions_in(channel, call.me) & may.READ_HISTORY:
        return []
    found = sorted(channel.messages.values(), key=lambda one: int(one["id"]))
    if "before" in call.query:
        found = [one for one in found if int(one["id"]) < int(call.query["before"])][-limit:]
    elif "after" in call.query:
        found = [one for one in found if int(one["id"]) > int(call.query["after"])][:limit]
    elif "around" in call.query:
        middle = int(call.query["around"])
        earlier = [one for one in found if int(one["id"]) < middle][-(limit // 2) :]
        later = [one for one in found if int(one["id"]) >= middle]
        found = [*earlier, *later][:limit]
    else:
        found = found[-limit:]
    return [_read(state, one, call.me) for one in reversed(found)]


@route(f"GET {_ONE}")
def get_message(call: Call) -> Answer:
    """One message."""
    channel = call.state.visible(call.at["channel"], call.me)
    call.state.permitted(channel, call.me, may.READ_HISTORY)
    return _read(call.state, the_message(channel, call.at["message"]), call.me)


@route(f"PATCH {_ONE}")
def patch_message(call: Call) -> Answer:
    """Change a message of one's own."""
    state = call.state
    channel = state.visible(call.at["channel"], call.me)
    message = the_message(channel, call.at["message"])
    if message["author"]["id"] != call.me:
        raise Refusal("message.not_own")
    if message["type"] in SYSTEM:
        raise Refusal("message.system")
    check_open(channel, call.me, writing=False)
    change(state, channel, message, Draft(message["author"], call.body, call.files))
    return shown(state, message, call.me)


@route(f"DELETE {_ONE}")
def delete_message(call: Call) -> Answer:
    """Remove a message."""
    channel = call.state.visible(call.at["channel"], call.me)
    message = the_message(channel, call.at["message"])
    if message["author"]["id"] != call.me:
        if channel.guild is None:
            raise Refusal("message.not_own")
        call.state.permitted(channel, call.me, may.MANAGE_MESSAGES)
    check_deletable(channel, call.me)
    remove(call.state, channel, message)
    return None


@route("POST /channels/{channel}/typing")
def post_typing(call: Call) -> Answer:
    """Show that an answer is on its way."""
    channel = call.state.visible(call.at["channel"], call.me)
    check_writable(call.state, channel, call.me, Draft({}, {}))
    call.state.typing.append((channel.id, call.me))
    return None


def the_message(channel: Channel, message: str) -> Json:
    """The message, or Discord's refusal."""
    found = channel.messages.get(message)
    if found is None:
        raise Refusal("message.unknown")
    return found


def _read(state: DiscordState, message: Json, viewer: str) -> Json:
    """As REST gives it: without the intent in the portal its contents are blank too."""
    from tests.fakes.discord.hearing import may_read
    from tests.fakes.discord.showing import bare

    told = shown(state, message, viewer)
    channel = state.channels[message["channel_id"]]
    allowed = "content" in state.privileged or may_read(state, channel, message)
    return told if allowed else bare(told)
