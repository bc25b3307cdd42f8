"""Emoji that the app itself puts on messages of the fake Slack."""

from collections.abc import Callable

from tests.fakes.slack.state import Json, Refusal, SlackState

SCOPES: dict[str, set[str]] = {
    "reactions.add": {"reactions:write"},
    "reactions.remove": {"reactions:write"},
}
# A few of those that every workspace has; any other name is refused.
KNOWN = {
    *("lock", "hourglass_flowing_sand", "incoming_envelope", "x", "grey_question", "headstone"),
    *("ticket", "admission_tickets", "eyes", "white_check_mark", "thumbsup"),
}


def reactions_add(state: SlackState, args: Json) -> Json:
    """Put an emoji on a message, once."""
    message, name = _meant(state, args)
    if name in ours(state, message):
        raise Refusal("reaction.twice")
    reaction = {"name": name, "users": [state.bot_user], "count": 1}
    message["reactions"] = [*message.get("reactions", ()), reaction]
    return {}


def reactions_remove(state: SlackState, args: Json) -> Json:
    """Take one's own emoji off again."""
    message, name = _meant(state, args)
    if name not in ours(state, message):
        raise Refusal("reaction.none")
    message["reactions"] = [one for one in message["reactions"] if one["name"] != name]
    return {}


def ours(state: SlackState, message: Json) -> list[str]:
    """The names of the emoji that the app has put on a message."""
    found = message.get("reactions", ())
    return [one["name"] for one in found if state.bot_user in one["users"]]


def _meant(state: SlackState, args: Json) -> tuple[Json, str]:
    channel = state.writable(args.get("channel"))
    message = channel.messages.get(str(args.get("timestamp")))
    if message is None:
        raise Refusal("message.unknown")
    if args.get("name") not in KNOWN:
        raise Refusal("reaction.name")
    return message, str(args["name"])


METHODS: dict[str, Callable[[SlackState, Json], Json]] = {
    "reactions.add": reactions_add,
    "reactions.remove": reactions_remove,
}
