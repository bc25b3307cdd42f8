"""The calls about webhooks: made, listed, executed; and the answers to interactions."""

from typing import Any

from tests.fakes.discord import permissions as may
from tests.fakes.discord.components import units
from tests.fakes.discord.interactions import (
    by_token,
    drop_message,
    fill_original,
    follow_up,
    message_of,
)
from tests.fakes.discord.meaning import Draft
from tests.fakes.discord.places import FORUM, PUBLIC_THREAD, Channel
from tests.fakes.discord.rest_messages import the_message
from tests.fakes.discord.routing import Answer, Call, route
from tests.fakes.discord.rules import Refusal
from tests.fakes.discord.showing import shown
from tests.fakes.discord.threads import announce, begin
from tests.fakes.discord.writing import change, check_open, prepare, put, remove

Json = dict[str, Any]

_HOOK = "/webhooks/{webhook}/{token}"
_MESSAGE = f"{_HOOK}/messages/{{message}}"
_FORBIDDEN = ("clyde", "discord")


@route("POST /channels/{channel}/webhooks")
def create_webhook(call: Call) -> Answer:
    """A new webhook of a channel."""
    state = call.state
    channel = state.visible(call.at["channel"], call.me)
    if channel.guild is None or channel.is_thread:
        raise Refusal("channel.type")
    state.permitted(channel, call.me, may.MANAGE_WEBHOOKS)
    name = str(call.body.get("name") or "").strip()
    _check_name(name, "webhook.name", "name")
    here = [one for one in state.webhooks.values() if one["channel_id"] == channel.id]
    if len(here) >= 15:
        raise Refusal("webhook.many")
    number = state.next_id()
    state.webhooks[number] = {
        "id": number,
        "type": 1,
        "guild_id": channel.guild.id,
        "channel_id": channel.id,
        "user": state.user(call.me),
        "name": name,
        "avatar": None,
        "token": f"hook-{number}",
        "application_id": state.application,
        "url": f"https://discord.invalid/api/webhooks/{number}/hook-{number}",
    }
    told = {"guild_id": channel.guild.id, "channel_id": channel.id}
    state.emit("WEBHOOKS_UPDATE", told, channel, channel.guild)
    return state.webhooks[number]


@route("GET /channels/{channel}/webhooks")
def list_webhooks(call: Call) -> Answer:
    """The webhooks of a channel."""
    channel = call.state.visible(call.at["channel"], call.me)
    call.state.permitted(channel, call.me, may.MANAGE_WEBHOOKS)
    return [one for one in call.state.webhooks.values() if one["channel_id"] == channel.id]


@route("GET /webhooks/{webhook}")
def get_webhook(call: Call) -> Answer:
    """A webhook, by a bot that may manage it."""
    return _managed(call)


@route("DELETE /webhooks/{webhook}")
def delete_webhook(call: Call) -> Answer:
    """The webhook is no more."""
    del call.state.webhooks[_managed(call)["id"]]
    return None


@route(f"GET {_HOOK}")
def get_by_token(call: Call) -> Answer:
    """A webhook, by whoever holds its token."""
    return {key: value for key, value in _hook(call).items() if key != "user"}


@route(f"POST {_HOOK}")
def execute(call: Call) -> Answer:
    """Say something as the webhook, or in answer to an interaction."""
    asked = by_token(call)
    if asked is not None:
        return follow_up(call, asked)
    hook, state = _hook(call), call.state
    place = state.the_channel(hook["channel_id"])
    more = {"webhook_id": hook["id"], "application_id": hook["application_id"]}
    draft = Draft(_author(call, hook), call.body, call.files, more=more)
    prepared = prepare(state, draft)
    channel = _place(call, place, draft)
    check_open(channel, state.bot)
    message = put(state, channel, draft, prepared)
    waited = call.query.get("wait") in ("1", "true")
    return shown(state, message, state.bot) if waited else None


@route(f"GET {_MESSAGE}")
def get_hook_message(call: Call) -> Answer:
    """A message of the webhook's or of an interaction's."""
    asked = by_token(call)
    if asked is not None:
        return shown(call.state, message_of(asked, call.at["message"]), call.me)
    return shown(call.state, _own(call)[1], call.me)


@route(f"PATCH {_MESSAGE}")
def patch_hook_message(call: Call) -> Answer:
    """Change a message of the webhook's or of an interaction's."""
    asked = by_token(call)
    if asked is not None:
        message = message_of(asked, call.at["message"])
        fill_original(call, asked, message)
        return shown(call.state, message, call.me)
    channel, message = _own(call)
    check_open(channel, call.me, writing=False)
    change(call.state, channel, message, Draft(message["author"], call.body, call.files))
    return shown(call.state, message, call.me)


@route(f"DELETE {_MESSAGE}")
def delete_hook_message(call: Call) -> Answer:
    """Remove a message of the webhook's or of an interaction's."""
    asked = by_token(call)
    if asked is not None:
        drop_message(call, asked, message_of(asked, call.at["message"]))
    else:
        remove(call.state, *_own(call))
    return None


def _managed(call: Call) -> Json:
    hook = call.state.webhooks.get(call.at["webhook"])
    if hook is None:
        raise Refusal("webhook.unknown")
    channel = call.state.the_channel(hook["channel_id"])
    call.state.permitted(channel, call.me, may.MANAGE_WEBHOOKS)
    return hook


def _hook(call: Call) -> Json:
    hook = call.state.webhooks.get(call.at["webhook"])
    if hook is None:
        raise Refusal("webhook.unknown")
    if hook["token"] != call.at["token"]:
        raise Refusal("webhook.token")
    return hook


def _own(call: Call) -> tuple[Channel, Json]:
    hook = _hook(call)
    channel = call.state.the_channel(call.query.get("thread_id") or hook["channel_id"])
    message = the_message(channel, call.at["message"])
    if message.get("webhook_id") != hook["id"]:
        raise Refusal("message.unknown")
    return channel, message


def _author(call: Call, hook: Json) -> Json:
    name = call.body.get("username") or hook["name"]
    if name in call.state.minded_names:
        raise Refusal("webhook.username", "username")
    _check_name(name, "webhook.username", "username")
    return {
        "id": hook["id"],
        "username": name,
        "global_name": None,
        "discriminator": "0000",
        "avatar": call.body.get("avatar_url") or hook["avatar"],
        "bot": True,
        "public_flags": 0,
    }


def _check_name(name: str, rule: str, at: str) -> None:
    bad = any(one in name.lower() for one in _FORBIDDEN)
    if bad or not 1 <= units(name) <= 80:
        raise Refusal(rule, at)


def _place(call: Call, place: Channel, draft: Draft) -> Channel:
    """Where the message goes: the channel, one of its threads, or a new post."""
    thread, name = call.query.get("thread_id"), call.body.get("thread_name")
    if place.type == FORUM and not thread and not name:
        raise Refusal("webhook.forum")
    if thread and name:
        raise Refusal("webhook.forum_both")
    if name and place.type != FORUM:
        raise Refusal("webhook.no_forum")
    if name:
        tags = {"applied_tags": call.body.get("applied_tags")}
        made = begin(call.state, place, call.me, {"name": name, **tags}, PUBLIC_THREAD)
        announce(call.state, made)
        draft.more["id"] = made.id
        return made
    if thread:
        found = call.state.the_channel(thread)
        if found.parent is not place:
            raise Refusal("channel.unknown")
        return found
    return place
