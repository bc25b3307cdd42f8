"""Homes and cards under links: the methods that show something besides messages."""

from collections.abc import Callable

from tests.fakes.slack.rules import broken_by_message, broken_by_view
from tests.fakes.slack.state import Json, Refusal, SlackState

SCOPES: dict[str, set[str]] = {"chat.unfurl": {"links:write"}}


def views_publish(state: SlackState, args: Json) -> Json:
    """What a person's home shows from now on."""
    user, view = args.get("user_id"), args.get("view") or {}
    if user not in state.users:
        raise Refusal("user.unknown")
    rule = broken_by_view(view, "home")
    if rule is not None:
        raise Refusal(rule)
    number = state.next_number()
    made = {**view, "id": f"V{user}", "hash": f"{number}.hash"}
    state.homes[str(user)] = made
    return {"view": made}


def chat_unfurl(state: SlackState, args: Json) -> Json:
    """Cards under the links of a message that somebody else posted."""
    channel = state.the_channel(args.get("channel"))
    message = channel.messages.get(str(args.get("ts")))
    if message is None:
        raise Refusal("unfurl.message")
    for url, card in (args.get("unfurls") or {}).items():
        if url not in message.get("text", "").replace("&amp;", "&"):
            raise Refusal("unfurl.url")
        rule = broken_by_message({"text": "-", "blocks": card.get("blocks")})
        if rule is not None:
            raise Refusal(rule)
        message.setdefault("unfurls", {})[url] = card
    return {}


METHODS: dict[str, Callable[[SlackState, Json], Json]] = {
    "views.publish": views_publish,
    "chat.unfurl": chat_unfurl,
}
