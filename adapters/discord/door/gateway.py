"""The gateway: one process holds it; another takes it over when that one dies.

discord.py keeps the socket: heartbeats, resuming, reconnecting. We read what comes through it
raw, because a receipt is kept of what Discord said, and nothing hangs on the library's memory.
"""

import asyncio
import contextlib
import json
from collections.abc import Callable
from typing import Any

import discord
import structlog

from adapters.discord.addresses import SLUG
from adapters.discord.webapi.calls import Json
from adapters.discord.webapi.health import Health
from adapters.discord.webapi.wire import DiscordHttp
from bot.ports import TryLater
from core.clock import Clock
from core.database.unit_of_work import Database
from core.events.leasing import hold, let_go
from core.settings_chats import DiscordSettings

_log = structlog.get_logger(__name__)

LEASE_SECONDS = 15.0
"""How long Discord is unheard after the process that heard it was killed."""
_RENEW = 4.0
_LONGEST_PAUSE = 60.0
_DISPATCH = 0
_LOST = TryLater("The gateway cannot be reached: the log says why.")

Hear = Callable[[str, Json, str], None]


class Socket(discord.Client):
    """The library's client, which tells every event as it came."""

    def __init__(
        self, settings: DiscordSettings, clock: Clock, hear: Hear, *, content: bool
    ) -> None:
        intents = discord.Intents(
            guilds=True,
            guild_messages=True,
            guild_reactions=True,
            dm_messages=True,
            dm_reactions=True,
            message_content=content,
        )
        super().__init__(
            intents=intents,
            enable_debug_events=True,
            chunk_guilds_at_startup=False,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
        )
        self.http = DiscordHttp(settings, clock)
        self._connection.http = self.http
        self._hear = hear
        self._session = ""

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Tell what came in at once, so that its order is kept."""
        if event == "socket_raw_receive":
            self._take(args[0])
        elif event != "socket_raw_send":
            super().dispatch(event, *args, **kwargs)

    def _take(self, raw: str) -> None:
        said = json.loads(raw)
        event, data = said.get("t"), said.get("d")
        if said.get("op") != _DISPATCH or not event or not isinstance(data, dict):
            return
        if event == "READY":
            self._session = str(data.get("session_id") or "")
        # Told again after resuming, an event has the same number in the same session.
        self._hear(event, data, f"{self._session}.{said.get('s')}")


class Gateway:
    """Holds the socket while this process has the lease for our server."""

    def __init__(
        self, settings: DiscordSettings, database: Database, health: Health, hear: Hear
    ) -> None:
        self._settings = settings
        self._database = database
        self._health = health
        self._hear = hear
        self._content = settings.message_content
        self._task: asyncio.Task[None] | None = None
        self._settled = asyncio.Event()

    @property
    def lease(self) -> str:
        """The name of the lease of who hears our server."""
        return f"hear:{SLUG}:{self._settings.guild_id}"

    async def open(self) -> None:
        """Begin to hear, or to stand by while another process does."""
        if self._task is None:
            self._task = asyncio.create_task(self._keep(), name=f"gateway {self._database.process}")
        await self._settled.wait()

    async def close(self) -> None:
        """Stop, and let another process go on at once."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        try:
            async with self._database.system() as session:
                await let_go(session, self.lease, self._database.process)
        except Exception as error:
            # Others have to wait until it runs out, no more.
            _log.warning("discord.lease_not_let_go", error=repr(error))

    async def _keep(self) -> None:
        pause = 1.0
        while True:
            try:
                if await self._hold():
                    await self._listen()
                    pause = 1.0
                else:
                    self._settled.set()
                    await asyncio.sleep(_RENEW)
                    continue
            except discord.PrivilegedIntentsRequired:
                _log.warning("discord.intent_off")
                self._content = self._health.reads_words = False
                continue
            except Exception as error:
                # A loop's boundary: Discord, the token or the database may be away for a while.
                _log.warning("discord.gateway_lost", error=repr(error), retry_in=pause)
                await self._health.failed("gateway", _LOST, limited=False)
            self._settled.set()
            await asyncio.sleep(pause)
            pause = min(_LONGEST_PAUSE, pause * 2)

    async def _hold(self) -> bool:
        async with self._database.system() as session:
            now, me = self._database.clock.now(), self._database.process
            return await hold(session, self.lease, me, now, seconds=LEASE_SECONDS)

    async def _listen(self) -> None:
        """Hear until the socket ends or the lease is lost."""
        socket = Socket(self._settings, self._database.clock, self._told, content=self._content)
        listening = asyncio.create_task(self._run(socket))
        renewing = asyncio.create_task(self._renew())
        try:
            done, _ = await asyncio.wait({listening, renewing}, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            renewing.cancel()
            await socket.close()
            listening.cancel()
            await asyncio.gather(listening, renewing, return_exceptions=True)

    async def _run(self, socket: Socket) -> None:
        await socket.login(self._settings.token.get_secret_value())
        await socket.connect(reconnect=True)

    async def _renew(self) -> None:
        """Keep the lease; returns once another process has it."""
        held = True
        while held:
            await asyncio.sleep(_RENEW)
            try:
                held = await self._hold()
            except Exception as error:
                # Without the database nobody else can take it either.
                _log.warning("discord.lease_unknown", error=repr(error))

    def _told(self, event: str, data: Json, turn: str) -> None:
        if event == "READY":
            self._settled.set()
        self._hear(event, data, turn)
