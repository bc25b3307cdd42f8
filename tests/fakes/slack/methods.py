"""The Web API's methods that the fake knows."""

from collections.abc import Callable
from typing import Any

from tests.fakes.slack import files, pages, reactions
from tests.fakes.slack.rules import broken_by_message, broken_by_view
from tests.fakes.slack.state import Channel, Json, Refusal, SlackState

_USUAL_PAGE = 100

# Any one of these lets a bot call the method.
SCOPES: dict[str, set[str]] = {
    "chat.postMessage": {"chat:write"},
    "chat.postEphemeral": {"chat:write"},
    "chat.update": {"chat:write"},
    "chat.delete": {"chat:write"},
    "conversations.info": {"channels:read", "groups:read", "im:read", "mpim:read"},
    "conversations.members": {"channels:read", "groups:read", "im:read", "mpim:read"},
    "conversations.history": {"channels:history", "groups:history", "im:history"},
    "conversations.replies": {"channels:history", "groups:history", "im:history"},
    "conversations.open": {"im:write", "mpim:write"},
    "users.info": {"users:read"},
    "users.list": {"users:read"},
    "usergroups.users.list": {"usergroups:read"},
    **files.SCOPES,
    **reactions.SCOPES,
    **pages.SCOPES,
}


def auth_test(state: SlackState, _: Json) -> Json:
    """Who the token belongs to."""
    return {
        "url": "https://acme.slack.test/",
        "team": state.name,
        "team_id": state.team,
        "enterprise_id": state.enterprise,
        "user_id": state.bot_user,
        "bot_id": state.bot,
        "user": state.users[state.bot_user]["name"],
    }


def chat_post_message(state: SlackState, args: Json) -> Json:
    """Post into a channel or thread."""
    channel = state.writable(args.get("channel"))
    named = args.get("username") or args.get("icon_url")
    if named and state.scopes is not None and "chat:write.customize" not in state.scopes:
        raise Refusal("auth.scope")
    _check_message(args)
    _check_thread(channel, args)
    state.take_turn(channel.id)
    state.note_pings(args)
    stamp = state.next_stamp()
    message = _message(state, stamp, args) | {"bot_id": state.bot, "user": state.bot_user}
    channel.messages[stamp] = message
    return {"channel": channel.id, "ts": stamp, "message": message}


def chat_post_ephemeral(state: SlackState, args: Json) -> Json:
    """Show something to one person."""
    channel = state.writable(args.get("channel"))
    if args.get("user") not in channel.members:
        raise Refusal("channel.viewer")
    _check_message(args)
    _check_thread(channel, args)
    state.note_pings(args)
    stamp = state.next_stamp()
    shown = _message(state, stamp, args) | {"channel": channel.id, "user": args["user"]}
    state.ephemerals.append(shown)
    return {"message_ts": stamp}


def chat_update(state: SlackState, args: Json) -> Json:
    """Replace an own message."""
    channel, message = _own_message(state, args, "message.not_own")
    _check_message(args)
    state.note_pings(args)
    message.update({"text": args.get("text", ""), "blocks": _stored(args.get("blocks"))})
    message["edited"] = {"user": state.bot_user, "ts": state.next_stamp()}
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"]}


def chat_delete(state: SlackState, args: Json) -> Json:
    """Delete an own message."""
    channel, message = _own_message(state, args, "message.not_own_delete")
    del channel.messages[message["ts"]]
    return {"channel": channel.id, "ts": message["ts"]}


def conversations_info(state: SlackState, args: Json) -> Json:
    """What a channel is."""
    channel = state.the_channel(args.get("channel"))
    return {"channel": channel.to_json() | {"is_member": state.bot_user in channel.members}}


def conversations_members(state: SlackState, args: Json) -> Json:
    """Who is in a channel, page by page."""
    members = sorted(state.the_channel(args.get("channel")).members)
    return _page(state, "members", members, args)


def conversations_history(state: SlackState, args: Json) -> Json:
    """The root messages of a channel, newest first."""
    channel = state.the_channel(args.get("channel"))
    roots = [one for one in channel.messages.values() if one.get("thread_ts") in (None, one["ts"])]
    return _page(state, "messages", _recent(roots, args)[::-1], args)


def conversations_replies(state: SlackState, args: Json) -> Json:
    """A thread, oldest first; of a message inside one, that message alone."""
    channel = state.the_channel(args.get("channel"))
    root = channel.messages.get(str(args.get("ts")))
    if root is None:
        raise Refusal("thread.unknown")
    is_root = root.get("thread_ts") in (None, root["ts"])
    inside = [one for one in channel.messages.values() if one.get("thread_ts") == root["ts"]]
    return _page(state, "messages", [root, *(_recent(inside, args) if is_root else ())], args)


def conversations_open(state: SlackState, args: Json) -> Json:
    """The direct message with a person."""
    user = _user(state, args.get("users"))
    if user["is_bot"]:
        raise Refusal("user.bot")
    direct = f"D{user['id'][1:]}"
    if direct not in state.channels:
        state.add_channel(direct, user["id"], kind="im")
    return {"channel": {"id": direct}}


def users_info(state: SlackState, args: Json) -> Json:
    """Who somebody is."""
    return {"user": _user(state, args.get("user"))}


def users_list(state: SlackState, args: Json) -> Json:
    """Everybody, page by page."""
    return _page(state, "members", [state.users[one] for one in sorted(state.users)], args)


def usergroups_users_list(state: SlackState, args: Json) -> Json:
    """Who is in a user group."""
    if args.get("usergroup") not in state.groups:
        raise Refusal("group.unknown")
    return {"users": list(state.groups[args["usergroup"]])}


def views_open(state: SlackState, args: Json) -> Json:
    """Open a modal for whoever holds the trigger."""
    state.take_trigger(args.get("trigger_id"))
    return {"view": store_view(state, args.get("view") or {})}


def store_view(state: SlackState, view: Json, old: Json | None = None) -> Json:
    """Check and keep a modal."""
    rule = broken_by_view(view)
    if rule is not None:
        raise Refusal(rule)
    number = state.next_number()
    made = {**view, "id": old["id"] if old else f"V{number}", "hash": f"{number}.hash"}
    state.views[made["id"]] = made
    return made


METHODS: dict[str, Callable[[SlackState, Json], Json]] = {
    "auth.test": auth_test,
    "chat.postMessage": chat_post_message,
    "chat.postEphemeral": chat_post_ephemeral,
    "chat.update": chat_update,
    "chat.delete": chat_delete,
    "conversations.info": conversations_info,
    "conversations.members": conversations_members,
    "conversations.history": conversations_history,
    "conversations.replies": conversations_replies,
    "conversations.open": conversations_open,
    "users.info": users_info,
    "users.list": users_list,
    "usergroups.users.list": usergroups_users_list,
    "views.open": views_open,
    **files.METHODS,
    **reactions.METHODS,
    **pages.METHODS,
}


def _check_message(args: Json) -> None:
    rule = broken_by_message(args)
    if rule is not None:
        raise Refusal(rule)


def _check_thread(channel: Channel, args: Json) -> None:
    if args.get("thread_ts") and str(args["thread_ts"]) not in channel.messages:
        raise Refusal("thread.unknown")


def _message(state: SlackState, stamp: str, args: Json) -> Json:
    message = {"type": "message", "ts": stamp, "text": args.get("text", "")}
    message["blocks"] = _stored(args.get("blocks"))
    for name in ("thread_ts", "metadata", "username", "icon_url"):
        if args.get(name):
            message[name] = args[name]
    return message


def _own_message(state: SlackState, args: Json, rule: str) -> tuple[Channel, Json]:
    channel = state.the_channel(args.get("channel"))
    message = channel.messages.get(str(args.get("ts")))
    if message is None:
        raise Refusal("message.unknown")
    if message.get("bot_id") != state.bot:
        raise Refusal(rule)
    return channel, message


def _user(state: SlackState, user: object) -> Json:
    if user not in state.users:
        raise Refusal("user.unknown")
    return state.users[str(user)]


def _recent(messages: list[Json], args: Json) -> list[Json]:
    oldest = float(args.get("oldest") or 0)
    return [one for one in messages if float(one["ts"]) > oldest]


def _page(state: SlackState, name: str, items: list[Any], args: Json) -> Json:
    size = min(int(args.get("limit") or _USUAL_PAGE), state.page_size)
    start = int(args.get("cursor") or 0)
    more = start + size < len(items)
    cursor = str(start + size) if more else ""
    page = items[start : start + size]
    if name == "messages" and args.get("include_all_metadata") not in (True, "true", "1", 1):
        page = [{key: one[key] for key in one if key != "metadata"} for one in page]
    return {name: page, "has_more": more, "response_metadata": {"next_cursor": cursor}}


def _stored(part: Any) -> Any:
    """Blocks as Slack gives them back: plain texts are escaped by Slack itself."""
    if isinstance(part, list):
        return [_stored(one) for one in part]
    if not isinstance(part, dict):
        return part
    kept = {name: _stored(value) for name, value in part.items()}
    if part.get("type") == "plain_text":
        text = part["text"].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        kept["text"] = text
    return kept
