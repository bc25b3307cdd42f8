"""discord.py itself, wired to the fake Discord."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Route

from core.clock import SetClock
from tests.fakes.discord import FakeDiscord

Json = dict[str, Any]

INTENTS = discord.Intents(
    guilds=True, guild_messages=True, guild_reactions=True, dm_messages=True, message_content=True
)


class MovableClock(SetClock):
    """A clock that a test moves on."""

    def __init__(self) -> None:
        super().__init__(datetime(2026, 11, 20, 14, 0, tzinfo=UTC))

    def move(self, **by: float) -> None:
        """Move on by so many seconds, minutes, hours."""
        self.set(self.now() + timedelta(**by))


class Bot(discord.Client):
    """A bot that remembers what it was told, in order."""

    def __init__(self, fake: FakeDiscord, intents: discord.Intents) -> None:
        super().__init__(intents=intents, chunk_guilds_at_startup=False, guild_ready_timeout=0.05)
        self.fake = fake
        self.tree = app_commands.CommandTree(self)
        self.messages: list[discord.Message] = []
        self.told: list[tuple[str, Any]] = []
        self.prepare: Callable[[Bot], Awaitable[None]] | None = None

    async def setup_hook(self) -> None:
        """Before the first socket: commands and lasting buttons."""
        if self.prepare is not None:
            await self.prepare(self)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """discord.py would wait five seconds before it identifies again."""

    async def on_message(self, message: discord.Message) -> None:
        """Keep it."""
        self.messages.append(message)
        await self.fake.notify()

    def dispatch(self, event: str, /, *args: Any, **more: Any) -> None:
        """Keep every event by its name."""
        self.told.append((event, args[0] if args else None))
        super().dispatch(event, *args, **more)

    def heard(self, event: str) -> list[Any]:
        """What was told under that name."""
        return [what for name, what in self.told if name == event]

    def text(self, channel: Any) -> discord.TextChannel:
        """A text channel as the bot knows it."""
        found = self.get_channel(int(channel.id))
        assert isinstance(found, discord.TextChannel)
        return found


def lead_to(fake: FakeDiscord, monkeypatch: Any) -> None:
    """discord.py finds the fake from now on."""
    monkeypatch.setattr(Route, "BASE", fake.api_url)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(fake.gateway_url))


@asynccontextmanager
async def online(
    fake: FakeDiscord,
    intents: discord.Intents = INTENTS,
    prepare: Callable[[Bot], Awaitable[None]] | None = None,
) -> AsyncIterator[Bot]:
    """A bot that is connected and ready."""
    bot = Bot(fake, intents)
    bot.prepare = prepare
    running = asyncio.create_task(bot.start(fake.token))
    ready = asyncio.create_task(_ready(bot))
    await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED, timeout=60)
    try:
        if running.done():
            ready.cancel()
            running.result()
        yield bot
    finally:
        await bot.close()
        await asyncio.gather(running, return_exceptions=True)


@asynccontextmanager
async def signed_in(fake: FakeDiscord) -> AsyncIterator[HTTPClient]:
    """discord.py's own HTTP client, signed in, without a socket."""
    bot = Bot(fake, INTENTS)
    await bot.login(fake.token)
    try:
        yield bot.http
    finally:
        await bot.close()


async def said(bot: Bot, number: int = 1) -> list[str]:
    """What people have said, once that many messages are there."""
    mine = bot.user
    await bot.fake.wait_for(
        lambda: len([one for one in bot.messages if one.author != mine]) >= number
    )
    return [one.content for one in bot.messages if one.author != mine]


async def _ready(bot: Bot) -> None:
    await bot.fake.wait_for(lambda: bot.fake.gateway.identified)
    await bot.wait_until_ready()
