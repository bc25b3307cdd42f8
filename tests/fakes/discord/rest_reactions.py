"""The calls about reactions and pins."""

import unicodedata
from typing import Any

from tests.fakes.discord import permissions as may
from tests.fakes.discord.places import Channel
from tests.fakes.discord.rest_messages import the_message
from tests.fakes.discord.routing import Answer, Call, route
from tests.fakes.discord.rules import Refusal
from tests.fakes.discord.showing import shown
from tests.fakes.discord.state import DiscordState
from tests.fakes.discord.writing import check_open, say_system, tell

Json = dict[str, Any]

_EMOJI = "/channels/{channel}/messages/{message}/reactions/{emoji}"


@route(f"PUT {_EMOJI}/@me")
def put_reaction(call: Call) -> Answer:
    """Put an emoji on a message."""
    channel = call.state.visible(call.at["channel"], call.me)
    react(call.state, channel, the_message(channel, call.at["message"]), call.me, call.at["emoji"])
    return None


@route(f"DELETE {_EMOJI}/@me", f"DELETE {_EMOJI}/{{user}}")
def delete_reaction(call: Call) -> Answer:
    """Take an emoji off a message."""
    channel = call.state.visible(call.at["channel"], call.me)
    message = the_message(channel, call.at["message"])
    user = call.at.get("user", call.me)
    if user != call.me:
        call.state.permitted(channel, call.me, may.MANAGE_MESSAGES)
    unreact(call.state, channel, message, user, call.at["emoji"])
    return None


@route(f"GET {_EMOJI}")
def get_reactions(call: Call) -> Answer:
    """Who put that emoji on a message."""
    channel = call.state.visible(call.at["channel"], call.me)
    the_message(channel, call.at["message"])
    users = call.state.reactions.get(call.at["message"], {}).get(call.at["emoji"], [])
    return [call.state.user(one) for one in users]


@route("PUT /channels/{channel}/messages/pins/{message}")
def put_pin(call: Call) -> Answer:
    """Pin a message."""
    state = call.state
    channel = state.visible(call.at["channel"], call.me)
    state.permitted(channel, call.me, may.PIN_MESSAGES)
    message = the_message(channel, call.at["message"])
    check_open(channel, call.me, writing=False)
    if len(channel.pins) >= 250:
        raise Refusal("pins.many")
    if not message["pinned"]:
        message["pinned"] = True
        channel.pins.append((message["id"], state.stamp()))
        tell(state, "MESSAGE_UPDATE", channel, message)
        _tell_pins(state, channel)
        say_system(
            state,
            channel,
            6,
            call.me,
            message_reference={
                "channel_id": channel.id,
                "message_id": message["id"],
                "type": 0,
            },
        )
    return None


@route("DELETE /channels/{channel}/messages/pins/{message}")
def delete_pin(call: Call) -> Answer:
    """Unpin a message."""
    state = call.state
    channel = state.visible(call.at["channel"], call.me)
    state.permitted(channel, call.me, may.PIN_MESSAGES)
    message = the_message(channel, call.at["message"])
    message["pinned"] = False
    channel.pins = [one for one in channel.pins if one[0] != message["id"]]
    tell(state, "MESSAGE_UPDATE", channel, message)
    _tell_pins(state, channel)
    return None


@route("GET /channels/{channel}/messages/pins")
def list_pins(call: Call) -> Answer:
    """The pinned messages, newest pin first."""
    channel = call.state.visible(call.at["channel"], call.me)
    items = [
        {"pinned_at": at, "message": shown(call.state, channel.messages[one], call.me)}
        for one, at in reversed(channel.pins)
    ]
    return {"items": items[:50], "has_more": len(items) > 50}


def react(state: DiscordState, channel: Channel, message: Json, user: str, emoji: str) -> None:
    """A user puts an emoji on a message."""
    if not _is_emoji(emoji):
        raise Refusal("emoji.unknown")
    state.permitted(channel, user, may.READ_HISTORY)
    check_open(channel, user, writing=False)
    put_on = state.reactions.setdefault(message["id"], {})
    if emoji not in put_on:
        state.permitted(channel, user, may.ADD_REACTIONS)
        if len(put_on) >= 20:
            raise Refusal("reactions.many")
    users = put_on.setdefault(emoji, [])
    if user not in users:
        users.append(user)
        _tell_reaction(state, "MESSAGE_REACTION_ADD", channel, message, user, emoji)


def unreact(state: DiscordState, channel: Channel, message: Json, user: str, emoji: str) -> None:
    """A user takes their emoji off a message."""
    if not _is_emoji(emoji):
        raise Refusal("emoji.unknown")
    put_on = state.reactions.get(message["id"], {})
    if user in put_on.get(emoji, []):
        put_on[emoji].remove(user)
        if not put_on[emoji]:
            del put_on[emoji]
        _tell_reaction(state, "MESSAGE_REACTION_REMOVE", channel, message, user, emoji)


def _is_emoji(emoji: str) -> bool:
    keycap = "\u20e3" in emoji
    pictures = any(unicodedata.category(one) in ("So", "Sk", "Sm") for one in emoji)
    return keycap or (pictures and not any(one.isalpha() for one in emoji))


def _tell_reaction(
    state: DiscordState, event: str, channel: Channel, message: Json, user: str, emoji: str
) -> None:
    told: Json = {
        "user_id": user,
        "channel_id": channel.id,
        "message_id": message["id"],
        "emoji": {"id": None, "name": emoji},
        "burst": False,
        "type": 0,
    }
    if event.endswith("ADD"):
        told["message_author_id"] = message["author"]["id"]
    if channel.guild is not None:
        told["guild_id"] = channel.guild.id
        if event.endswith("ADD") and user in channel.guild.members:
            told["member"] = channel.guild.members[user]
    state.emit(event, told, channel, channel.guild)


def _tell_pins(state: DiscordState, channel: Channel) -> None:
    told: Json = {"channel_id": channel.id}
    if channel.guild is not None:
        told["guild_id"] = channel.guild.id
    told["last_pin_timestamp"] = channel.pins[-1][1] if channel.pins else None
    state.emit("CHANNEL_PINS_UPDATE", told, channel, channel.guild)
