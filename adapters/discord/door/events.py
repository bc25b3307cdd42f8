"""What reaches us over the gateway, told to the desk in the order in which it happened.

The gateway never repeats what was taken from it, so telling is tried again while the database
is away; whatever comes twice has the same key.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar
from weakref import WeakValueDictionary

import structlog

from adapters.discord.addresses import Own, Where
from adapters.discord.door.asking import Asks
from adapters.discord.door.catching_up import CatchingUp, Heard, Known
from adapters.discord.inbound.interactions import Payload
from adapters.discord.inbound.messages import (
    to_alert,
    to_edited,
    to_reacted,
    to_removed,
    to_said,
    to_unread,
)
from adapters.discord.inbound.reading import with_roles
from adapters.discord.platform import DiscordPlatform
from adapters.discord.sending.responding import Responder
from adapters.discord.webapi.calls import Json
from bot.cards import Text
from bot.incoming import Incoming, Kind
from bot.ports import Desk, Refused, SendError
from core.clock import Clock
from core.database.failures import is_away

_log = structlog.get_logger(__name__)
T = TypeVar("T")

_PAUSES = (0.2, 1.0, 3.0, 10.0, 30.0, 60.0)
_ELSEWHERE = Text(text="This server is not connected to Deskhand.")
_ROLES = frozenset({"GUILD_UPDATE", "GUILD_ROLE_CREATE", "GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE"})
_NEW = frozenset({"GUILD_CREATE", "CHANNEL_CREATE", "THREAD_CREATE"})
_CHANNELS = frozenset({"CHANNEL_UPDATE", "CHANNEL_DELETE", "THREAD_UPDATE", "THREAD_DELETE"})


class DiscordDoor:
    """Hears events, each channel's in order."""

    def __init__(self, platform: DiscordPlatform, desk: Desk, clock: Clock, known: Known) -> None:
        self._platform = platform
        self._desk = desk
        self._clock = clock
        self._respond = Responder(platform.calls)
        self._asks = Asks(desk, self._respond)
        self._catching_up = CatchingUp(platform, self._retell)
        self._known = known
        self._noted: asyncio.Task[Heard] | None = None
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._busy: set[asyncio.Task[None]] = set()
        self._hearing: dict[str, Callable[[Json, str], Coroutine[Any, Any, None]]] = {
            "READY": self._on_ready,
            "MESSAGE_CREATE": self._on_message,
            "MESSAGE_UPDATE": self._on_edit,
            "MESSAGE_DELETE": self._on_removal,
            "MESSAGE_DELETE_BULK": self._on_removal,
            "MESSAGE_REACTION_ADD": self._on_reaction,
            "MESSAGE_REACTION_REMOVE": self._on_reaction_gone,
            "INTERACTION_CREATE": self._on_interaction,
        }

    def hear(self, event: str, data: Json, turn: str) -> None:
        """Take an event in; ``turn`` names it, the same when it is told again."""
        if event in _ROLES:
            self._platform.people.server_changed()
        elif event in _CHANNELS:
            self._platform.people.changed(str(data.get("id")))
        elif event in _NEW:
            self._platform.people.told_of(_places_in(event, data))
        elif event == "READY":
            self._noted = asyncio.create_task(_surely(self._known, "what is known"))
        handle = self._hearing.get(event)
        if handle is not None:
            in_turn = event != "INTERACTION_CREATE"
            channel = str(data.get("channel_id") or "") if in_turn else str(data.get("id"))
            task = asyncio.create_task(self._in_turn(channel, handle(data, turn)))
            self._busy.add(task)
            task.add_done_callback(self._busy.discard)

    async def rest(self, grace: float) -> None:
        """Let what was taken in be told within so many seconds."""
        if self._busy:
            _, late = await asyncio.wait(self._busy, timeout=grace)
            for task in late:
                task.cancel()

    async def _in_turn(self, channel: str, handling: Coroutine[Any, Any, None]) -> None:
        if self._noted is not None:
            # When something was heard last must be known before anything else is heard.
            await asyncio.wait({self._noted})
        lock = self._turns.setdefault(channel, asyncio.Lock())
        async with lock:
            try:
                await handling
            except Exception as error:
                # A loop's boundary: one event must not harm those that follow.
                _log.exception("discord.not_heard", error=repr(error))

    async def _on_ready(self, data: Json, turn: str) -> None:
        if self._noted is not None:
            await self._catching_up.run(self._noted.result(), self._clock.now())

    async def _retell(self, event: str, data: Json) -> None:
        await self._hearing[event](data, "")

    async def _on_message(self, message: Json, turn: str) -> None:
        own = await self._platform.connect()
        if not _concerns(message, own):
            return
        where = await self._where(str(message["channel_id"]))
        if where is None:
            return
        message = await self._with_roles(message, own)
        told = to_said(message, where, own) or to_alert(message, where, own)
        if told is None and not self._platform.reads_words:
            told = to_unread(message, where, own)
        await self._tell(told)

    async def _on_edit(self, message: Json, turn: str) -> None:
        own = await self._platform.connect()
        if _concerns(message, own) and message.get("edited_timestamp"):
            where = await self._where(str(message["channel_id"]))
            if where is not None:
                await self._tell(to_edited(await self._with_roles(message, own), where, own))

    async def _on_removal(self, event: Json, turn: str) -> None:
        own = await self._platform.connect()
        where = await self._where(str(event["channel_id"])) if _concerns(event, own) else None
        if where is None:
            return
        for id in event.get("ids") or (event.get("id"),):
            await self._tell(to_removed(str(id), where, own, self._clock.now()))

    async def _on_reaction_gone(self, event: Json, turn: str) -> None:
        await self._on_reaction(event, turn, Kind.UNREACTED)

    async def _on_reaction(self, event: Json, turn: str, kind: Kind = Kind.REACTED) -> None:
        own = await self._platform.connect()
        where = await self._where(str(event["channel_id"])) if _concerns(event, own) else None
        if where is not None:
            now = self._clock.now()
            await self._tell(to_reacted(event, where, own, now, turn, kind=kind))

    async def _on_interaction(self, asked: Payload, turn: str) -> None:
        own = await self._platform.connect()
        if asked.get("guild_id") not in (None, own.guild):
            await self._respond.say(asked, _ELSEWHERE)
            return
        channel = str(asked["channel_id"])
        where = await self._where(channel, asked.get("channel"), pauses=3)
        if where is None:
            await self._respond.say(asked, Text(text="I cannot work in a channel of this kind."))
            return
        await self._asks.hear(asked, where, own)

    async def _with_roles(self, message: Json, own: Own) -> Json:
        """The message with the names of the roles in it, as far as Discord tells them."""
        if not message.get("mention_roles"):
            return message
        try:
            guild = await self._platform.people.guild(own)
        except SendError as error:
            _log.warning("discord.roles_unknown", reason=error.reason)
            return message
        return with_roles(message, guild.get("roles") or ())

    async def _where(
        self, channel: str, told: Json | None = None, pauses: int | None = None
    ) -> Where | None:
        """The place; None for one in which nobody writes to us, or that Discord refuses to tell.

        What was said is lost where it is not known, so that waits as long as it does for the
        database. Who presses a button does not wait that long: for them there are
        only so many ``pauses``.
        """
        for pause in (*_PAUSES[:pauses], None):
            try:
                return await self._platform.people.where(channel, told)
            except SendError as error:
                if pause is None or isinstance(error, Refused):
                    _log.warning("discord.place_unknown", channel=channel, reason=error.reason)
                    return None
                await asyncio.sleep(pause)
        return None

    async def _tell(self, incoming: Incoming | None) -> None:
        if incoming is not None:
            await _surely(lambda: self._desk.tell(incoming), incoming.key)


async def _surely(do: Callable[[], Coroutine[Any, Any, T]], what: str) -> T:
    """Do it, and try again for a while where it fails; as long as the database is away, because
    nobody would tell us again."""
    tries = 0
    while True:
        try:
            return await do()
        except Exception as error:
            if tries >= len(_PAUSES) and not is_away(error):
                raise
            _log.warning("discord.not_yet", what=what, error=repr(error))
        await asyncio.sleep(_PAUSES[min(tries, len(_PAUSES) - 1)])
        tries += 1


def _places_in(event: str, data: Json) -> list[Json]:
    """The channels and threads that an event brings, threads last."""
    if event != "GUILD_CREATE":
        return [data]
    return [*(data.get("channels") or ()), *(data.get("threads") or ())]


def _concerns(event: Json, own: Own) -> bool:
    """Whether it happened in our server, or between one person and us."""
    return event.get("guild_id") in (None, own.guild)
