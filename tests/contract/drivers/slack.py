"""Slack by signed requests into the door; what people see is read from the fake's state."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from tests.contract.drivers.base import OpenForm, Post, Room
from tests.contract.wiring import STAFF, SUPPORT, TRIAGE
from tests.contract.world import World
from tests.fakes.copying import copied
from tests.fakes.slack.elements import FINDING
from tests.fakes.slack.rules import elements_of
from tests.fakes.slack.state import Json

_DRESS = re.compile(r"[*`]|<!date\^[^|>]*\||(?<=\S)>(?=\s|$)")


@dataclass
class SlackDriver:
    """Drives and sees Slack."""

    world: World
    slug: str = "slack"

    def channel(self, who: str, room: Room) -> str:
        """The room as Slack names it."""
        return {"triage": TRIAGE, "support": SUPPORT, "direct": f"D0{who.upper()}"}[room]

    async def slash(
        self, who: str, text: str, room: Room = "triage", words: str = ""
    ) -> OpenForm | None:
        """Type a slash command."""
        words = words or ("ticket" if who in STAFF else "support")
        before = set(self.world.slack.views)
        answer = await self.world.slack.send.slash(
            _user(who), self.channel(who, room), f"/{words}", text
        )
        assert answer.status_code == 200
        return self._newly_opened(before)

    async def mention(
        self, who: str, text: str, room: Room = "triage", thread: str | None = None
    ) -> None:
        """Mention the app."""
        said = f"<@{self.world.slack.bot_user}> {text}"
        await self._say(who, said, room, thread)

    async def say(self, who: str, text: str, room: Room, thread: str | None = None) -> str:
        """Post a message."""
        return await self._say(who, text, room, thread)

    async def _say(self, who: str, text: str, room: Room, thread: str | None) -> str:
        if room == "direct" and self.channel(who, room) not in self.world.slack.channels:
            self.world.slack.add_channel(self.channel(who, room), _user(who), kind="im")
        escaped = text.replace("&", "&amp;")
        if f"<@{self.world.slack.bot_user}>" not in text:
            escaped = escaped.replace("<", "&lt;").replace(">", "&gt;")
        more = {"thread_ts": thread} if thread else {}
        said = await self.world.slack.send.say(_user(who), self.channel(who, room), escaped, **more)
        assert {answer.status_code for answer in said.answers} == {200}
        return said.ts

    async def edit(self, who: str, id: str, text: str, room: Room) -> None:
        """Edit a message."""
        answer = await self.world.slack.change.edit(self.channel(who, room), id, text)
        assert answer.status_code == 200

    async def delete(self, who: str, id: str, room: Room) -> None:
        """Delete a message."""
        answer = await self.world.slack.change.remove(self.channel(who, room), id)
        assert answer.status_code == 200

    async def react(self, who: str, id: str, emoji: str, room: Room, *, off: bool = False) -> None:
        """Put an emoji on a message, or take it off."""
        channel = self.channel(who, room)
        answer = await self.world.slack.change.react(_user(who), channel, id, emoji, off=off)
        assert answer is not None
        assert answer.status_code == 200

    async def press(self, who: str, post: Post, label: str) -> OpenForm | None:
        """Press a button of a message."""
        before = set(self.world.slack.views)
        answer = await self.world.slack.send.press(
            _user(who), self.channel(who, post.room), post.raw, label
        )
        assert answer.status_code == 200
        return self._newly_opened(before)

    async def fill(self, who: str, form: OpenForm, **values: str) -> OpenForm | None:
        """Submit the modal."""
        view = form.raw
        await self._look_up(who, view, values)
        answer = await self.world.slack.send.submit(_user(who), view, {**form.values, **values})
        assert answer.status_code == 200
        said = answer.json() if answer.content else {}
        if said.get("response_action") == "errors":
            kept = {**form.values, **values}
            return OpenForm(form.title, kept, dict(said["errors"]), view)
        if said.get("response_action") == "update":
            return to_form(self.world.slack.views[view["id"]])
        return None

    async def _look_up(self, who: str, view: Json, values: dict[str, str]) -> None:
        """Type what is to be filled in where choices are offered while one types."""
        for block in view["blocks"]:
            element = block.get("element") or {}
            if element.get("type") in FINDING:
                for part in filter(None, values.get(block["block_id"], "").split(",")):
                    await self.world.slack.ask.type(_user(who), view, block["block_id"], part)

    async def room(self, who: str, room: Room) -> list[Post]:
        """The channel's root messages and the person's private ones there."""
        return [post for post in self._all(who, room) if post.thread is None]

    async def thread(self, who: str, room: Room, thread: str) -> list[Post]:
        """A thread's messages and the person's private ones there."""
        return [post for post in self._all(who, room) if post.thread == thread]

    async def private(self, who: str) -> list[Post]:
        """Ephemeral messages, and what the app wrote directly."""
        found = [post for room in _ROOMS for post in self._all(who, room) if post.private]
        direct = self.world.slack.channels.get(self.channel(who, "direct"))
        if direct is not None:
            ours = [one for one in direct.messages.values() if one.get("bot_id")]
            found += [_to_post(one, "direct", private=False) for one in ours]
        return sorted(found, key=lambda post: float(post.id))

    async def goes_down(self) -> None:
        """Connections are refused."""
        await self.world.slack.stop()

    async def comes_back(self) -> None:
        """It listens again."""
        await self.world.slack.start()

    def _all(self, who: str, room: Room) -> list[Post]:
        name = self.channel(who, room)
        channel = self.world.slack.channels.get(name)
        if channel is None or _user(who) not in channel.members:
            return []
        posts = [_to_post(one, room, private=False) for one in channel.messages.values()]
        posts += [
            _to_post(one, room, private=True)
            for one in self.world.slack.ephemerals
            if one["user"] == _user(who) and one["channel"] == name
        ]
        return sorted(posts, key=lambda post: float(post.id))

    def _newly_opened(self, before: set[str]) -> OpenForm | None:
        fresh = [view for name, view in self.world.slack.views.items() if name not in before]
        return to_form(fresh[0]) if fresh else None


_ROOMS: tuple[Room, ...] = ("triage", "support", "direct")


def _user(who: str) -> str:
    return f"U0{who.upper()}"


def _to_post(message: Json, room: Room, *, private: bool) -> Post:
    thread = message.get("thread_ts")
    blocks = message.get("blocks") or []
    words = [text for block in blocks for text in _words(block)] or [message.get("text", "")]
    words.insert(0, message.get("username", ""))
    text = " ".join(_DRESS.sub("", unescape(" ".join(words))).split())
    at = None if thread == message["ts"] else thread
    return Post(message["ts"], room, at, text, tuple(_labels(blocks)), private, copied(message))


def _words(block: Json) -> list[str]:
    """The words of a block without those of its buttons."""
    if block.get("type") == "actions":
        return []
    found = [block["text"]["text"]] if isinstance(block.get("text"), dict) else []
    found += [one["text"] for one in block.get("fields") or ()]
    elements = block.get("elements") or () if block.get("type") == "context" else ()
    return found + [one["text"] for one in elements if isinstance(one.get("text"), str)]


def _labels(blocks: list[Json]) -> list[str]:
    labels: list[str] = []
    for element in (one for block in blocks for one in elements_of(block)):
        if element["type"] == "button":
            labels.append(element["text"]["text"])
        labels += [option["text"]["text"] for option in element.get("options") or ()]
    return labels


def to_form(view: Json) -> OpenForm:
    """The modal as its reader has it before them."""
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    values = {block["block_id"]: _value(block["element"]) for block in inputs}
    errors: dict[str, str] = {}
    for block, after in zip(view["blocks"], view["blocks"][1:], strict=False):
        if block["type"] == "input" and after["type"] == "context":
            errors[block["block_id"]] = after["elements"][0]["text"].removeprefix("⚠️ ")
    return OpenForm(view["title"]["text"], values, errors, view)


def _value(element: dict[str, Any]) -> str:
    several = element.get("initial_options") or []
    if several:
        return ",".join(one["value"] for one in several)
    chosen = element.get("initial_option") or {}
    return str(chosen.get("value") or element.get("initial_value") or "")
