"""Discord as people use it: over the fake's gateway; what they see is read from its state."""

from dataclasses import dataclass
from typing import Any

from tests.contract.chats.discord import DiscordChat
from tests.contract.drivers.base import OpenForm, Post, Room, to_sign
from tests.contract.drivers.discord_reading import labels_of, to_form, to_post, to_words
from tests.contract.drivers.discord_typing import typed_options
from tests.contract.wiring import STAFF
from tests.contract.world import World
from tests.fakes.discord import FakeDiscord, Interaction
from tests.fakes.discord.components import BUTTON, SELECT, every
from tests.fakes.discord.modals import fields_of

Json = dict[str, Any]

_SYSTEM = (6, 18, 21)  # that something was pinned, that a thread began, what it began with
_STEPS = ("Continue", "Correct it")
_FIRST = "Step 1"


@dataclass
class DiscordDriver:
    """Drives and sees Discord."""

    world: World
    slug: str = "discord"

    @property
    def chat(self) -> DiscordChat:
        """The server."""
        chat = self.world.chats[self.slug]
        assert isinstance(chat, DiscordChat)
        return chat

    @property
    def fake(self) -> FakeDiscord:
        """Discord itself."""
        return self.chat.fake

    def user(self, who: str) -> str:
        """The person as Discord names them."""
        return self.chat.users[who]

    def channel(self, who: str, room: Room) -> str:
        """The room as Discord names it."""
        if room == "direct":
            return self.fake.dm_of(self.user(who)).id
        return self.chat.triage if room == "triage" else self.chat.support

    async def slash(
        self, who: str, text: str, room: Room = "triage", words: str = ""
    ) -> OpenForm | None:
        """Fill in a command's options as they are typed; what is no command is said."""
        words = words or ("ticket" if who in STAFF else "support")
        verb, _, rest = (text.strip() or "help").partition(" ")
        command = next(one for one in self.fake.commands.values() if one["name"] == words)
        known = next((one for one in command["options"] if one["name"] == verb), None)
        if known is None:
            await self.mention(who, text, room)
            return None
        options = typed_options(known, rest)
        place = self.channel(who, room)
        user, said = self.user(who), f"{words} {verb}"
        try:
            asked = await self.fake.ask.slash(user, place, said, wait=False, **options)
        except LookupError:  # a command that is not offered to them is nothing but words
            await self.say(who, f"/{words} {text}", room)
            return None
        return to_form(await self._taken(asked))

    async def _taken(self, asked: Interaction) -> Interaction:
        """Once there is a first answer: a form, that we are at it, or that none came in time (the
        desk's clock runs fast while others wait)."""
        await self.fake.wait_for(
            lambda: asked.missed or asked.response is not None, self.world.patience
        )
        return asked

    async def mention(
        self, who: str, text: str, room: Room = "triage", thread: str | None = None
    ) -> None:
        """Mention the bot."""
        await self.say(who, f"<@{self.fake.bot}> {text}", room, thread)

    async def say(
        self, who: str, text: str, room: Room, thread: str | None = None, **more: Any
    ) -> str:
        """Write a message, in direct messages as an answer."""
        id = str((await self._say(who, text, room, thread, **more))["id"])
        await self._heard(id)
        return id

    async def _say(self, who: str, text: str, room: Room, thread: str | None, **more: Any) -> Json:
        user, channel, people = self.user(who), self.channel(who, room), self.fake.people
        if thread is None:
            return await people.say(user, channel, text, **more)
        if room == "direct":
            return await people.reply(user, self._find(thread), text, **more)
        if thread not in self.fake.channels:
            await people.thread(user, channel, "Below", message=self._find(thread))
        return await people.say(user, thread, text, **more)

    async def _heard(self, about: str) -> None:
        """Wait until the desk has taken it in; while Discord is down it cannot."""
        key = f"discord:{self.fake.guild}:{about}"

        async def is_there() -> bool:
            query = "SELECT count(*) FROM receipts WHERE key LIKE :key"
            return bool((await self.world.office.sql(query, key=f"{key}%"))[0][0])

        if self.fake.gateway.links:
            await self.world.until(is_there, f"{key} is heard", step=0.0)

    async def edit(self, who: str, id: str, text: str, room: Room) -> None:
        """Edit a message; a thread that was put away is woken for it, as clients do."""
        message, people, user = self._find(id), self.fake.people, self.user(who)
        while (thread := self.fake.channels[message["channel_id"]]).archived:
            await people.change_thread(user, thread, archived=False)
        await people.edit(user, message, text)
        await self._heard(f"{id}:edited:{message['edited_timestamp']}")

    async def delete(self, who: str, id: str, room: Room) -> None:
        """Delete a message."""
        await self.fake.people.delete(self.user(who), self._find(id))
        await self._heard(f"{id}:deleted")

    async def react(self, who: str, id: str, emoji: str, room: Room, *, off: bool = False) -> None:
        """Put an emoji, which Discord knows by its sign alone, on a message, or take it off."""
        act = self.fake.people.unreact if off else self.fake.people.react
        await act(self.user(who), self._find(id), to_sign(emoji))

    async def press(self, who: str, post: Post, label: str) -> OpenForm | None:
        """Press a button, or choose a line of a menu."""
        return to_form(await self.pressed(who, post.raw, label))

    async def pressed(self, who: str, message: Json, label: str) -> Interaction:
        """The same; what Discord knows of it."""
        for one in every(message["components"]):
            if one["type"] == BUTTON and one.get("label") == label:
                return await self._press(who, message, one)
            for line in one.get("options") or () if one["type"] == SELECT else ():
                if line["label"] == label or line["label"].startswith(f"{label} · "):
                    select = one["custom_id"]
                    user, wanted = self.user(who), line["value"]
                    return await self.fake.ask.choose(user, message, wanted, select=select)
        raise AssertionError(f"nothing says {label!r} in {to_words(message)}")

    async def _press(self, who: str, message: Json, button: Json) -> Interaction:
        """Press the button as it was when the person saw it: an edit may be on its way."""
        now = self._stored(message)
        if any(one.get("custom_id") == button["custom_id"] for one in every(now["components"])):
            return await self.fake.ask.press(self.user(who), message, button["custom_id"])
        data = {"custom_id": button["custom_id"], "component_type": BUTTON, "id": button["id"]}
        label = button["label"]
        return await self.fake.ask._press(self.user(who), message, data, label, wait=True)

    def _stored(self, message: Json) -> Json:
        held = self.fake.ephemerals.get(message["id"])
        return held[1] if held else self._find(message["id"])

    async def fill(self, who: str, form: OpenForm, **values: str) -> OpenForm | None:
        """Submit the modal, and those that follow it."""
        asked: Interaction = form.raw
        left = dict(values)
        elsewhere = asked.modal and set(left) - _names(asked.modal)
        if elsewhere and asked.pressed and _FIRST in labels_of(asked.pressed):
            # What stands in another step of the form is filled in there.
            asked = await self.pressed(who, asked.pressed, _FIRST)
        while True:
            assert asked.modal is not None
            names = _names(asked.modal)
            mine = {
                name: left.pop(name) or _nothing(asked.modal, name)
                for name in list(left)
                if name in names
            }
            done = await self._taken(await self.fake.ask.fill(asked, mine, wait=False))
            step = next((label for label in _STEPS if label in labels_of(done.message or {})), None)
            if step is None:
                return None
            assert done.message is not None
            asked = await self.pressed(who, done.message, step)
            if step == "Correct it" or not left:
                return to_form(asked)

    async def room(self, who: str, room: Room) -> list[Post]:
        """The channel's messages and the person's private ones there."""
        return [post for post in self._all(who, room) if post.thread is None]

    async def thread(self, who: str, room: Room, thread: str) -> list[Post]:
        """A thread's messages and the person's private ones there."""
        return [post for post in self._all(who, room) if post.thread == thread]

    async def private(self, who: str) -> list[Post]:
        """Ephemeral messages, and what the bot wrote directly."""
        rooms: tuple[Room, ...] = ("triage", "support")
        found = [post for room in rooms for post in self._all(who, room) if post.private]
        direct = self.fake.dm_of(self.user(who))
        posts = self.fake.people.sees(self.user(who), direct)
        found += [to_post(one, "direct", None) for one in posts if one["author"].get("bot")]
        return sorted(found, key=lambda post: int(post.id))

    async def goes_down(self) -> None:
        """Connections are refused."""
        await self.fake.goes_down()

    async def comes_back(self) -> None:
        """It listens again."""
        await self.fake.comes_back()

    def _all(self, who: str, room: Room) -> list[Post]:
        root = self.channel(who, room)
        places = [(root, None)]
        places += [
            (one.id, one.id)
            for one in self.fake.channels.values()
            if one.parent is not None and one.parent.id == root
        ]
        user = self.user(who)
        return [
            to_post(one, room, _answered(one) if room == "direct" else thread)
            for place, thread in places
            for one in self.fake.people.sees(user, place)
            if one["type"] not in _SYSTEM and not one["flags"] & 128
        ]

    def _find(self, id: str) -> Json:
        """The message itself."""
        for channel in self.fake.channels.values():
            if id in channel.messages:
                return channel.messages[id]
        raise AssertionError(f"there is no message {id}")


def _nothing(modal: Json, name: str) -> Any:
    """What a person gives who takes their choice back, or their words."""
    kinds = {one["custom_id"]: one["type"] for _, one in fields_of(modal)}
    return [] if kinds[name] == SELECT else ""


def _names(modal: Json) -> set[str]:
    return {one["custom_id"] for _, one in fields_of(modal)}


def _answered(message: Json) -> str | None:
    reference = message.get("message_reference") or {}
    return reference.get("message_id")
