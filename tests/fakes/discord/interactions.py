"""Interactions: asked, acknowledged within three seconds, answered within fifteen minutes."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.fakes.discord.contents import EPHEMERAL, LOADING
from tests.fakes.discord.meaning import Draft
from tests.fakes.discord.modals import check_modal
from tests.fakes.discord.places import Channel
from tests.fakes.discord.routing import Answer, Call, route
from tests.fakes.discord.rules import Refusal
from tests.fakes.discord.showing import shown
from tests.fakes.discord.state import DiscordState
from tests.fakes.discord.writing import change, remove, write

Json = dict[str, Any]

COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
MESSAGE, DEFERRED, SILENT, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
ACKNOWLEDGED_WITHIN, ANSWERED_WITHIN = timedelta(seconds=3), timedelta(minutes=15)
_MEANING = {
    COMMAND: (MESSAGE, DEFERRED, MODAL),
    COMPONENT: (MESSAGE, DEFERRED, SILENT, UPDATE, MODAL),
    AUTOCOMPLETE: (CHOICES,),
    SUBMIT: (MESSAGE, DEFERRED, SILENT, UPDATE),
}
_CALLBACK = "/interactions/{interaction}/{token}/callback"


@dataclass
class Interaction:
    """Something a person asked of us, and what they have been shown for it.

    ``response`` is the kind of the first answer (4 a message, 5 "is thinking", 6 nothing,
    7 the message changed, 8 choices, 9 a modal), ``message`` the one it made or changed,
    ``shape`` the type of the messages that answer it. ``missed``: the person was told that we
    did not respond.
    """

    id: str
    token: str
    kind: int
    user: str
    channel: Channel
    at: datetime
    name: str = ""
    pressed: Json | None = None
    response: int | None = None
    message: Json | None = None
    ephemeral: bool = False
    modal: Json | None = None
    choices: list[Json] | None = None
    followups: list[Json] = field(default_factory=list)
    shape: int = 0
    missed: bool = False

    @property
    def thinking(self) -> bool:
        """Whether the person still sees "is thinking"."""
        return self.message is not None and bool(self.message["flags"] & LOADING)

    @property
    def answered(self) -> bool:
        """Whether the person has been shown something, or been told that all is well."""
        return self.response is not None and not self.thinking

    @property
    def messages(self) -> list[Json]:
        """All messages that were shown for it, oldest first."""
        first = [] if self.message is None or self.thinking else [self.message]
        return [*first, *self.followups]


@route(f"POST {_CALLBACK}")
def callback(call: Call) -> Answer:
    """The first answer to an interaction."""
    state = call.state
    asked = state.interactions.get(call.at["interaction"])
    if asked is None or asked.token != call.at["token"]:
        raise Refusal("interaction.unknown")
    if asked.response is not None:
        raise Refusal("interaction.twice")
    if state.clock.now() - asked.at > ACKNOWLEDGED_WITHIN:
        asked.missed = True
        raise Refusal("interaction.late")
    kind, data = int(call.body.get("type", 0)), call.body.get("data") or {}
    by_message = kind not in (SILENT, UPDATE) or asked.pressed is not None
    if kind not in _MEANING[asked.kind] or not by_message:
        raise Refusal("interaction.type", "type")
    _ANSWERS[kind](call, asked, data)
    asked.response = kind
    return _told(call, asked, kind) if call.query.get("with_response") in ("1", "true") else None


def _say(call: Call, asked: Interaction, data: Json) -> None:
    asked.ephemeral = bool(int(data.get("flags") or 0) & EPHEMERAL)
    asked.message = say_for(call.state, asked, data, call.files, ephemeral=asked.ephemeral)


def _defer(call: Call, asked: Interaction, data: Json) -> None:
    asked.ephemeral = bool(int(data.get("flags") or 0) & EPHEMERAL)
    asked.message = say_for(call.state, asked, {}, [], ephemeral=asked.ephemeral, loading=True)


def _stay_silent(call: Call, asked: Interaction, data: Json) -> None:
    asked.message = asked.pressed


def _update(call: Call, asked: Interaction, data: Json) -> None:
    assert asked.pressed is not None
    channel = call.state.channels[asked.pressed["channel_id"]]
    draft = Draft(asked.pressed["author"], data, call.files)
    change(call.state, channel, asked.pressed, draft)
    asked.message = asked.pressed


def _choose(call: Call, asked: Interaction, data: Json) -> None:
    choices = data.get("choices") or []
    if len(choices) > 25:
        raise Refusal("interaction.choices", "data.choices")
    for number, one in enumerate(choices):
        for key, rule in (("name", "command.choice_name"), ("value", "command.choice_value")):
            if not 1 <= len(str(one.get(key, ""))) <= 100:
                raise Refusal(rule, f"data.choices.{number}.{key}")
    asked.choices = choices


def _open(call: Call, asked: Interaction, data: Json) -> None:
    check_modal(data)
    asked.modal = data


_ANSWERS = {
    MESSAGE: _say,
    DEFERRED: _defer,
    SILENT: _stay_silent,
    UPDATE: _update,
    CHOICES: _choose,
    MODAL: _open,
}


def say_for(
    state: DiscordState,
    asked: Interaction,
    data: Json,
    files: list[tuple[int, str, bytes]],
    *,
    ephemeral: bool,
    loading: bool = False,
) -> Json:
    """A message of our app's in answer to an interaction."""
    more: Json = {
        "application_id": state.application,
        "webhook_id": state.application,
        "interaction_metadata": {
            "id": asked.id,
            "type": asked.kind,
            "user": state.user(asked.user),
            "authorizing_integration_owners": {},
        },
    }
    if asked.channel.archived and asked.channel.locked:
        raise Refusal("thread.archived")
    alone = asked.user if ephemeral else ""
    draft = Draft(state.user(state.bot), data, files, asked.shape, more, alone, loading)
    return write(state, asked.channel, draft)


def by_token(call: Call) -> Interaction | None:
    """The interaction whose token stands in the path of a webhook of our application's."""
    if call.at["webhook"] != call.state.application:
        return None
    found = next(
        (one for one in call.state.interactions.values() if one.token == call.at["token"]), None
    )
    if found is None or call.state.clock.now() - found.at > ANSWERED_WITHIN:
        raise Refusal("interaction.expired")
    if found.response is None:
        raise Refusal("interaction.unanswered")
    return found


def follow_up(call: Call, asked: Interaction) -> Json:
    """Another message; the first one after "is thinking" takes its place."""
    if asked.thinking and asked.message is not None:
        fill_original(call, asked, asked.message)
        return shown(call.state, asked.message, call.me)
    ephemeral = bool(int(call.body.get("flags") or 0) & EPHEMERAL)
    message = say_for(call.state, asked, call.body, call.files, ephemeral=ephemeral)
    asked.followups.append(message)
    return shown(call.state, message, call.me)


def fill_original(call: Call, asked: Interaction, message: Json) -> None:
    """Change a message that belongs to an interaction."""
    channel = call.state.channels[message["channel_id"]]
    change(call.state, channel, message, Draft(message["author"], call.body, call.files))


def message_of(asked: Interaction, name: str) -> Json:
    """A message of an interaction: ``@original`` or an id."""
    if name == "@original":
        if asked.message is None:
            raise Refusal("message.unknown")
        return asked.message
    known = [asked.message, asked.pressed, *asked.followups]
    found = next((one for one in known if one is not None and one["id"] == name), None)
    if found is None:
        raise Refusal("message.unknown")
    return found


def drop_message(call: Call, asked: Interaction, message: Json) -> None:
    """Remove a message of an interaction."""
    if asked.message is message:
        asked.message = None
    asked.followups = [one for one in asked.followups if one is not message]
    remove(call.state, call.state.channels[message["channel_id"]], message)


def _told(call: Call, asked: Interaction, kind: int) -> Json:
    told: Json = {"id": asked.id, "type": asked.kind}
    message = asked.message
    if message is not None:
        told["response_message_id"] = message["id"]
        told["response_message_loading"] = kind == DEFERRED
        told["response_message_ephemeral"] = bool(message["flags"] & EPHEMERAL)
    answer: Json = {"interaction": told}
    if kind in (MESSAGE, UPDATE) and message is not None:
        answer["resource"] = {"type": kind, "message": shown(call.state, message, call.me)}
    return answer
