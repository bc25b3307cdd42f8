"""Teams by signed activities into the door; what people see is read from the fake's state."""

import itertools
import re
from collections.abc import Awaitable
from dataclasses import dataclass, replace
from typing import Any

import httpx

from bot.grammar.parse import to_number
from bot.grammar.registry import build_registry
from tests.contract.chats.teams import SUPPORT, TRIAGE, TeamsChat, account
from tests.contract.drivers.base import OpenForm, Post, Room, to_sign
from tests.contract.wiring import STAFF
from tests.contract.world import World
from tests.fakes.copying import copied
from tests.fakes.teams import FakeTeams, Message
from tests.fakes.teams.cards import actions_of, inputs_of
from tests.fakes.teams.pressing import Dialog, Pressed
from tests.fakes.teams.sending import Asked

Json = dict[str, Any]
_DRESS = re.compile(r"\*\*|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|\{\{(DATE|TIME)\([^)]*\)\}\}|\u200b")
_ESCAPED = re.compile(r"\\([^\w\s])")
_LINK = re.compile(r"\[((?:\\.|[^\]\\])*)\]\(([^)]*)\)")
FORM = "Fill in a form"
"""The button of an answer that asks for more than was typed."""


@dataclass
class TeamsDriver:
    """Drives and sees Teams."""

    world: World
    slug: str = "teams"

    @property
    def fake(self) -> FakeTeams:
        """The far end."""
        chat = self.world.chats["teams"]
        assert isinstance(chat, TeamsChat)
        return chat.fake

    def channel(self, who: str, room: Room) -> str:
        """The room as Teams names it."""
        if room == "direct":
            return self.fake.personal(account(who)).id
        return {"triage": TRIAGE, "support": SUPPORT}[room]

    async def slash(
        self, who: str, text: str, room: Room = "triage", words: str = ""
    ) -> OpenForm | None:
        """Teams has no such commands: the same words are said to the app, and a form that they
        ask for opens by the button of the answer."""
        before = {post.id for post in await self.private(who)}
        spoken = words or ("ticket" if who in STAFF else "support")
        said = text if spoken == "ticket" else f"{spoken} {text}"
        await self.mention(who, said, room)
        if not asks_for_more(text):
            return None
        await self.world.settled()
        fresh = [post for post in await self.private(who) if post.id not in before]
        asked = next((post for post in fresh if FORM in post.acts), None)
        return await self.press(who, asked, FORM) if asked else None

    async def mention(
        self, who: str, text: str, room: Room = "triage", thread: str | None = None
    ) -> None:
        """Mention the app; in its own chat nobody can: customers, whose sentences are no verbs
        there, name the words."""
        own = text if who in STAFF else f"/support {text}"
        await self._say(who, own if room == "direct" else f"@Ticket {text}", room, thread)

    async def say(self, who: str, text: str, room: Room, thread: str | None = None) -> str:
        """Post a message."""
        return await self._say(who, text, room, thread)

    async def _say(self, who: str, text: str, room: Room, thread: str | None) -> str:
        channel = self.channel(who, room)
        said = await self.fake.send.say(account(who), channel, text, thread)
        assert {answer.status_code for answer in said.answers} == {200}
        return said.id

    async def edit(self, who: str, id: str, text: str, room: Room) -> None:
        """Edit a message."""
        await self._changed(self.fake.change.edit(self._message(who, id, room), text))

    async def delete(self, who: str, id: str, room: Room) -> None:
        """Delete a message."""
        await self._changed(self.fake.change.remove(self._message(who, id, room)))

    async def restore(self, who: str, id: str, room: Room) -> None:
        """Bring back what one has deleted."""
        await self._changed(self.fake.change.restore(self._message(who, id, room)))

    async def _changed(self, doing: Awaitable[list[httpx.Response]]) -> None:
        assert {answer.status_code for answer in await doing} == {200}

    def _message(self, who: str, id: str, room: Room) -> Message:
        return self.fake.conversations[self.channel(who, room)].messages[id]

    async def react(self, who: str, id: str, emoji: str, room: Room, *, off: bool = False) -> None:
        """Put an emoji on a message, or take it off: all but six are known by their signs."""
        kind = "like" if emoji == "+1" else to_sign(emoji)
        message = self._message(who, id, room)
        answers = await self.fake.change.react(account(who), message, kind, remove=off)
        assert {answer.status_code for answer in answers} <= {200}  # bots hear of their own alone

    async def press(self, who: str, post: Post, label: str) -> OpenForm | None:
        """Press a button, also one that stands behind More, on the card as it was seen."""
        message: Message = post.raw
        card = message.card_for(account(who))
        assert card is not None
        action = next((one for one in actions_of(card) if one.get("title") == label), None)
        assert action is not None, f"nothing says {label!r} in {post.acts}"
        thread = message.root or message.id
        dialog = Dialog(account(who), message.conversation, thread, "", {})
        if action["type"] == "Action.Execute":
            known = {name: action[name] for name in ("type", "title", "verb", "data")}
            await self._invoke(dialog, "adaptiveCard/action", {"action": known}, message.id)
            return None
        value = {"data": action["data"], "context": {"theme": "default"}}
        asked = await self._invoke(dialog, "task/fetch", value, message.id)
        pressed = self.fake.press.opened(asked, dialog)
        assert pressed.error is None, self.fake.broken
        return to_form(pressed)

    async def choose(self, who: str, id: str, room: Room, command: str) -> OpenForm | None:
        """Choose a command from the menu of a message; the form that it opened, if any."""
        message = self._message(who, id, room)
        pressed = await self.fake.ask.on_message(account(who), message, command)
        assert pressed.error is None, self.fake.broken
        return to_form(pressed)

    async def _invoke(self, about: Dialog, name: str, value: Json, card: str) -> Asked:
        asked = await self.fake.send.invoke(
            about.user, about.conversation, name, value, about.thread, replyToId=card
        )
        assert asked.error is None, f"{name}: {asked.error}"
        return asked

    async def fill(self, who: str, form: OpenForm, **values: str) -> OpenForm | None:
        """Submit the dialog; the client looks at the entries first."""
        dialog: Dialog = form.raw
        picked = await self._pick(who, dialog, values)
        pressed = await self.fake.press.fill(dialog, **{**values, **picked})
        assert pressed.error is None, self.fake.broken
        if pressed.errors:
            return OpenForm(dialog.title, {**dialog.values, **values}, pressed.errors, dialog)
        form = to_form(pressed)
        # They see what they have chosen by the words by which they looked for it.
        return form and replace(form, values=form.values | {name: values[name] for name in picked})

    async def _pick(self, who: str, dialog: Dialog, values: dict[str, str]) -> dict[str, str]:
        """Choose what is offered for the words, where choices are offered while one types."""
        fields = {one["id"]: one for one in inputs_of(dialog.card)}
        picked: dict[str, str] = {}
        for name, value in values.items():
            if not fields.get(name, {}).get("choices.data") or not value:
                continue
            chosen = []
            for part in value.split(","):
                offered = await self.fake.ask.type(account(who), dialog, name, part)
                names = [one["value"] for one in offered]
                chosen.append(part if part in names or not names else names[0])
            picked[name] = ",".join(chosen)
        return picked

    async def room(self, who: str, room: Room) -> list[Post]:
        """The channel's roots, and what stands in a chat. What is merely said to the app is no
        more shown than the commands that leave no trace on other platforms."""
        called = f"<at>{self.fake.bot_name}</at>"
        posts = [post for post in self._all(who, room) if post.thread is None]
        return [post for post in posts if not post.raw.text.startswith(called)]

    async def thread(self, who: str, room: Room, thread: str) -> list[Post]:
        """A thread's messages; a chat is all one."""
        if room == "direct":
            return [post for post in self._all(who, room) if int(post.id) > int(thread)]
        return [post for post in self._all(who, room) if post.thread == thread]

    async def private(self, who: str) -> list[Post]:
        """What the app wrote in the person's own chat, or for nobody else in a channel."""
        found = [post for room in _ROOMS for post in self._all(who, room) if post.private]
        direct = self._all(who, "direct")
        found += [post for post in direct if post.raw.sender == self.fake.bot]
        return sorted(found, key=lambda post: int(post.id))

    async def goes_down(self) -> None:
        """Connections are refused."""
        await self.fake.stop()

    async def comes_back(self) -> None:
        """It listens again."""
        await self.fake.start()

    def _all(self, who: str, room: Room) -> list[Post]:
        seen = self.fake.seen_by(account(who), self.channel(who, room))
        return [self._to_post(one, who, room) for one in seen]

    def _to_post(self, message: Message, who: str, room: Room) -> Post:
        card = message.card_for(account(who))
        private = message.only_for is not None
        text = to_words(message.words_for(account(who)))
        acts = tuple(str(one.get("title")) for one in actions_of(card)) if card else ()
        return Post(message.id, room, message.root, text, acts, private, copied(message))


_ROOMS: tuple[Room, ...] = ("triage", "support", "direct")


def asks_for_more(text: str) -> bool:
    """Whether a verb that has a form is said without the words that it needs."""
    verb, *rest = (word for word in text.split() if not word.endswith(":ask"))
    known = build_registry().verbs.get(verb)
    return bool(known and known.form) and not [one for one in rest if to_number(one) is None]


def to_words(marked: str) -> str:
    """The words of a card without its marks."""
    words = _DRESS.sub("", _LINK.sub(r"\1 \2", marked))
    return " ".join(_ESCAPED.sub(r"\1", words).replace("&amp;", "&").split())


def to_form(pressed: Pressed) -> OpenForm | None:
    """The dialog as its reader has it before them, if one opened."""
    dialog = pressed.dialog
    if dialog is None:
        return None
    errors: dict[str, str] = {}
    body = dialog.card["body"]
    for element, after in itertools.pairwise(body):
        text = str(after.get("text") or "")
        if element.get("id") and text.startswith("⚠️ "):
            errors[element["id"]] = to_words(text.removeprefix("⚠️ "))
    return OpenForm(dialog.title, dialog.values, errors, dialog)
