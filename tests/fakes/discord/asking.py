"""People ask something of our app: commands, presses, choices, forms; and see its answer."""

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.fakes.discord import permissions as may
from tests.fakes.discord.components import BUTTON, SELECTS, every
from tests.fakes.discord.filling import filled
from tests.fakes.discord.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    SUBMIT,
    Interaction,
)
from tests.fakes.discord.options import given_options, values_of
from tests.fakes.discord.places import DM, Channel
from tests.fakes.discord.rules import Refusal
from tests.fakes.discord.showing import shown

if TYPE_CHECKING:
    from tests.fakes.discord.server import FakeDiscord

Json = dict[str, Any]
Place = Channel | str


class Asks:
    """What people ask. Each act returns the interaction once its answer can be seen.

    With ``wait=False`` it returns at once; :meth:`seen` waits later.
    """

    def __init__(self, discord: "FakeDiscord") -> None:
        self._discord = discord
        self.patience = 20.0
        self._picked: dict[tuple[str, str, str], tuple[list[str], str | None]] = {}

    async def slash(
        self, user: str, place: Place, words: str, *, wait: bool = True, **options: Any
    ) -> Interaction:
        """Use a command: ``slash(ana, channel, "ticket claim", ticket="TIK-1")``.

        A value is what Discord would send: text, number, an id; bytes as (name, content).
        """
        channel = self._place(place, user)
        if channel.guild is not None:
            self._discord.permitted(channel, user, may.USE_COMMANDS)
        if channel.archived:
            raise Refusal("thread.archived")
        command = self._command(words.split()[0], 1, user, channel)
        data = given_options(self._discord, command, words.split()[1:], options)
        return await self._ask(COMMAND, user, channel, data, words, wait=wait)

    async def type(
        self, user: str, place: Place, words: str, focused: str, typed: str, **options: Any
    ) -> list[Json]:
        """Type into an option that completes; the choices that are offered now."""
        channel = self._place(place, user)
        command = self._command(words.split()[0], 1, user, channel)
        data = given_options(
            self._discord, command, words.split()[1:], options | {focused: typed}, focused
        )
        asked = await self._ask(AUTOCOMPLETE, user, channel, data, words)
        return asked.choices or []

    async def menu(self, user: str, message: Json, name: str, *, wait: bool = True) -> Interaction:
        """Choose an app's line in the menu of a message."""
        channel = self._place(message["channel_id"], user)
        command = self._command(name, 3, user, channel)
        told = shown(self._discord, message, self._discord.bot)
        data = {
            "id": command["id"],
            "name": name,
            "type": 3,
            "target_id": message["id"],
            "resolved": {"messages": {message["id"]: told}},
        }
        return await self._ask(COMMAND, user, channel, data, name, wait=wait)

    async def press(
        self, user: str, message: Json, label: str, *, wait: bool = True
    ) -> Interaction:
        """Press the button with this label (or this emoji)."""
        button = self._part(user, message, label, (BUTTON,))
        data = {"custom_id": button["custom_id"], "component_type": BUTTON, "id": button["id"]}
        return await self._press(user, message, data, label, wait=wait)

    async def choose(
        self, user: str, message: Json, *labels: str, select: str = "", wait: bool = True
    ) -> Interaction:
        """Choose these lines of a select; ``select``: the one with that placeholder or name.

        In a select of people, roles or channels the labels are ids.
        """
        found = self._part(user, message, select, SELECTS)
        values = values_of(found, labels)
        self._pick(user, message, found["custom_id"], values)
        data = {
            "custom_id": found["custom_id"],
            "component_type": found["type"],
            "id": found["id"],
            "values": values,
        }
        if found["type"] != 3:
            data["resolved"] = self._discord.resolved(message["channel_id"], values)
        return await self._press(user, message, data, found["custom_id"], wait=wait)

    async def fill(
        self, asked: Interaction, values: dict[str, Any], *, wait: bool = True
    ) -> Interaction:
        """Submit the modal that was opened; values by label or by ``custom_id``.

        What is not named keeps what it began with. A file is {name: content}.
        """
        if asked.modal is None:
            raise LookupError("no modal was opened")
        components, resolved = filled(self._discord, asked.modal, values)
        data: Json = {"custom_id": asked.modal["custom_id"], "components": components}
        data["resolved"] = resolved
        return await self._ask(
            SUBMIT,
            asked.user,
            asked.channel,
            data,
            asked.modal["title"],
            pressed=asked.pressed,
            wait=wait,
        )

    async def seen(self, asked: Interaction) -> Interaction:
        """Wait until the answer to an interaction can be seen."""
        await self._discord.wait_for(lambda: asked.answered, self.patience)
        return asked

    def _pick(self, user: str, message: Json, select: str, values: list[str]) -> None:
        """A client shows what was chosen until the message changes, and tells nothing of it when
        that is chosen once more."""
        shown = (values, self._stored(message).get("edited_timestamp"))
        if self._picked.get((user, message["id"], select)) == shown:
            raise LookupError(f"{values} is chosen there already")
        self._picked[user, message["id"], select] = shown

    async def _press(
        self, user: str, message: Json, data: Json, name: str, *, wait: bool
    ) -> Interaction:
        channel = self._place(message["channel_id"], user)
        if channel.archived and channel.locked:
            raise Refusal("thread.archived")
        return await self._ask(COMPONENT, user, channel, data, name, pressed=message, wait=wait)

    async def _ask(
        self,
        kind: int,
        user: str,
        channel: Channel,
        data: Json,
        name: str,
        *,
        pressed: Json | None = None,
        wait: bool = True,
    ) -> Interaction:
        state = self._discord
        asked = Interaction(
            state.next_id(), f"aW50-{uuid4().hex}", kind, user, channel, state.clock.now(), name
        )
        asked.pressed = self._stored(pressed) if pressed else None
        asked.shape = {1: 20, 3: 23}.get(data.get("type", 0), 0)
        state.interactions[asked.id] = asked
        state.emit("INTERACTION_CREATE", self._told(asked, data), channel, channel.guild)
        await state.notify()
        return await self.seen(asked) if wait else asked

    def _told(self, asked: Interaction, data: Json) -> Json:
        state, channel = self._discord, asked.channel
        told: Json = {
            "id": asked.id,
            "application_id": state.application,
            "type": asked.kind,
            "token": asked.token,
            "version": 1,
            "data": data,
            "channel_id": channel.id,
            "channel": channel.to_json(state.bot, state.users)
            | {"permissions": str(may.permissions_in(channel, asked.user))},
            "app_permissions": str(may.permissions_in(channel, state.bot)),
            "locale": state.users[asked.user]["locale"],
            "entitlements": [],
            "authorizing_integration_owners": {},
            "context": 1 if channel.type == DM else 0,
            "attachment_size_limit": state.upload_limit,
        }
        if asked.pressed is not None:
            told["message"] = shown(state, asked.pressed, state.bot)
        if channel.guild is None:
            return told | {"user": state.user(asked.user)}
        permissions = str(may.permissions_in(channel, asked.user))
        guild = channel.guild
        told["authorizing_integration_owners"] = {"0": guild.id}
        return told | {
            "guild_id": guild.id,
            "guild_locale": guild.locale,
            "guild": {"id": guild.id, "locale": guild.locale, "features": []},
            "member": guild.members[asked.user] | {"permissions": permissions},
        }

    def _stored(self, message: Json) -> Json:
        """The message itself, wherever the one in hand was copied from."""
        held = self._discord.ephemerals.get(message["id"])
        if held is not None:
            return held[1]
        return self._discord.channels[message["channel_id"]].messages[message["id"]]

    def _part(self, user: str, message: Json, name: str, kinds: tuple[int, ...]) -> Json:
        stored = self._stored(message)
        held = self._discord.ephemerals.get(message["id"])
        if held is not None and held[0] != user:
            raise LookupError("that message is somebody else's")
        for one in every(stored["components"]):
            emoji = (one.get("emoji") or {}).get("name")
            names = (one.get("label"), one.get("placeholder"), one.get("custom_id"), emoji)
            if one["type"] in kinds and (not name or name in names):
                if one.get("disabled") or not one.get("custom_id"):
                    raise LookupError(f"{name!r} cannot be used")
                return one
        raise LookupError(f"nothing says {name!r} in that message")

    def _command(self, name: str, kind: int, user: str, channel: Channel) -> Json:
        here = channel.guild.commands if channel.guild else {}
        for one in [*here.values(), *self._discord.commands.values()]:
            if one["name"] == name and one["type"] == kind and self._offered(one, user, channel):
                return one
        raise LookupError(f"{name!r} is not offered to them there")

    def _offered(self, command: Json, user: str, channel: Channel) -> bool:
        contexts = command.get("contexts")
        wanted = 1 if channel.type == DM else 0
        if contexts is not None and wanted not in contexts:
            return False
        if channel.guild is None:
            return command.get("dm_permission") is not False
        needed = int(command.get("default_member_permissions") or 0)
        return needed & may.permissions_in(channel, user) == needed

    def _place(self, place: Place, user: str) -> Channel:
        return self._discord.visible(place.id if isinstance(place, Channel) else place, user)
