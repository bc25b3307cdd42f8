"""People press buttons of cards and fill in dialogs in the fake Teams."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

from tests.fakes.teams.answers import broken_by_act, broken_by_task
from tests.fakes.teams.cards import ADAPTIVE, actions_of, everything_in, inputs_of, texts_in
from tests.fakes.teams.inputs import wrong_entry
from tests.fakes.teams.records import Json, Message
from tests.fakes.teams.sending import Asked

if TYPE_CHECKING:
    from tests.fakes.teams.server import FakeTeams


@dataclass
class Dialog:
    """A form that a person has before them. ``errors``: what the client itself finds wrong."""

    user: str
    conversation: str
    thread: str | None
    title: str
    card: Json
    submit: str = "task/submit"
    about: Json = field(default_factory=dict)
    offered: dict[str, list[Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, str]:
        """What its fields begin with."""
        return {one["id"]: str(one.get("value") or "") for one in inputs_of(self.card)}

    @property
    def words(self) -> str:
        """All that a person reads in it."""
        return "\n".join([self.title, *texts_in(self.card)])


@dataclass
class Pressed:
    """What came of a press: what was sent and answered, and what the person sees."""

    asked: Asked | None = None
    answers: list[httpx.Response] = field(default_factory=list)
    sent: Json = field(default_factory=dict)
    card: Json | None = None
    toast: str = ""
    dialog: Dialog | None = None
    errors: dict[str, str] = field(default_factory=dict)
    url: str = ""

    @property
    def error(self) -> str | None:
        """What Teams tells the person instead of our answer."""
        return self.asked.error if self.asked else None


class Presses:
    """What people do with cards. ``old`` clients know no Action.Execute: they take the fallback."""

    def __init__(self, teams: "FakeTeams") -> None:
        self._teams = teams
        self.old = False

    async def button(
        self, user: str, message: Message, title: str, row: str = "", **values: str
    ) -> Pressed:
        """Press the button with this title, with these entries in the card's fields.

        ``row``: the first such button after these words. The message may be a copy from before
        it was changed: then what is pressed is the old card.
        """
        card = self._shown(user, message)
        action = _titled(card, title, row)
        if self.old and action["type"] == "Action.Execute":
            action = action.get("fallback") or {"type": "Action.Nothing"}
        if action["type"] == "Action.OpenUrl":
            return Pressed(url=action["url"])
        if action["type"] not in ("Action.Execute", "Action.Submit"):
            raise LookupError(f"{title!r} asks nobody")
        errors = errors_of(card, values, {})
        if errors:
            return Pressed(errors=errors)
        data = {**(action.get("data") or {}), **entries_of(card, values)}
        if action["type"] == "Action.Execute":
            return await self._execute(user, message, {**action, "data": data}, "manual")
        if ((action.get("data") or {}).get("msteams") or {}).get("type") == "task/fetch":
            return await self._fetch(user, message, data)
        return await self._submit(user, message, data)

    async def refresh(self, user: str, message: Message) -> Pressed | None:
        """The client draws the card anew for this person, if the card asks for it."""
        refresh = self._shown(user, message, base=True).get("refresh")
        if not refresh or user not in (refresh.get("userIds") or [user]):
            return None
        return await self._execute(user, message, refresh["action"], "automatic")

    async def fill(self, dialog: Dialog, button: str = "", **values: str) -> Pressed:
        """Submit a dialog with these entries beside what its fields began with."""
        filled = {**dialog.values, **values}
        errors = errors_of(dialog.card, filled, dialog.offered)
        if errors:
            dialog.errors = errors
            return Pressed(dialog=dialog, errors=errors)
        submits = [one for one in actions_of(dialog.card) if one["type"] == "Action.Submit"]
        action = next(one for one in submits if button in ("", one["title"]))
        data = {**(action.get("data") or {}), **filled}
        value = {**dialog.about, "data": data, "context": {"theme": "default"}}
        asked = await self._teams.send.invoke(
            dialog.user, dialog.conversation, dialog.submit, value, dialog.thread
        )
        return self.opened(asked, dialog)

    def opened(self, asked: Asked, dialog: Dialog) -> Pressed:
        """What a person sees after an answer about a dialog, which this one stands for."""
        task = asked.judge(self._teams, broken_by_task).get("task") or {}
        if task.get("type") == "message":
            return Pressed(asked, toast=task["value"])
        if not task:
            return Pressed(asked)
        told = task["value"]
        shown = Dialog(
            dialog.user,
            dialog.conversation,
            dialog.thread,
            told["title"],
            (told.get("card") or {}).get("content") or {},
            dialog.submit,
            dialog.about,
        )
        return Pressed(asked, dialog=shown)

    def _shown(self, user: str, message: Message, *, base: bool = False) -> Json:
        seen = {one.id for one in self._teams.seen_by(user, message.conversation)}
        if message.id not in seen:
            raise LookupError(f"{user} does not see that message")
        card = next(iter(message.cards), None) if base else message.card_for(user)
        if card is None:
            raise LookupError("that message has no card")
        return card

    async def _execute(self, user: str, message: Message, action: Json, trigger: str) -> Pressed:
        known = ("type", "id", "title", "verb", "data")
        named = {name: action[name] for name in known if name in action}
        asked = await self._teams.send.invoke(
            user,
            message.conversation,
            "adaptiveCard/action",
            {"action": named, "trigger": trigger},
            message.root or message.id,
            replyToId=message.id,
        )
        told = asked.judge(self._teams, broken_by_act)
        if not told:
            return Pressed(asked)
        value = told["value"]
        if told["type"] == ADAPTIVE:
            place = self._teams.conversations[message.conversation]
            place.messages[message.id].views[user] = value
            await self._teams.notify()
            return Pressed(asked, card=value)
        return Pressed(asked, toast=value if isinstance(value, str) else value["message"])

    async def _fetch(self, user: str, message: Message, data: Json) -> Pressed:
        value = {"data": data, "context": {"theme": "default"}}
        where, thread = message.conversation, message.root or message.id
        asked = await self._teams.send.invoke(
            user, where, "task/fetch", value, thread, replyToId=message.id
        )
        return self.opened(asked, Dialog(user, where, thread, "", {}))

    async def _submit(self, user: str, message: Message, data: Json) -> Pressed:
        """A message that nobody sees, with what the button brings."""
        sent = self._teams.activities.of(
            "message",
            user,
            message.conversation,
            message.root or message.id,
            id=self._teams.next_id(),
            value=data,
            replyToId=message.id,
        )
        sent["channelData"] |= {
            "source": {"name": "message"},
            "legacy": {"replyToId": message.id},
        }
        return Pressed(answers=await self._teams.send.deliver(sent), sent=sent)


def errors_of(card: Json, values: dict[str, str], offered: dict[str, list[Json]]) -> dict[str, str]:
    """What the client finds wrong with these entries, by field."""
    found = {}
    for one in inputs_of(card):
        given = values.get(one["id"], str(one.get("value") or ""))
        wrong = wrong_entry(one, given, offered.get(one["id"], []))
        if wrong is not None:
            found[one["id"]] = wrong
    return found


def entries_of(card: Json, values: dict[str, str]) -> dict[str, Any]:
    """The entries of a card's fields, as a button brings them."""
    fields = inputs_of(card)
    return {one["id"]: values.get(one["id"], str(one.get("value") or "")) for one in fields}


def _titled(card: Json, title: str, row: str) -> Json:
    passed = not row
    for one in everything_in(card):
        passed = passed or row in str(one.get("text") or "")
        if passed and str(one.get("type")).startswith("Action.") and one.get("title") == title:
            return one
    raise LookupError(f"nothing says {title!r} in that message")
