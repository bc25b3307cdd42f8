"""What was said while nobody heard: read again from where it stands, once a session is new.

A session that is resumed brings everything by itself. What comes twice has the same key.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog

from adapters.discord.addresses import Own
from adapters.discord.platform import DiscordPlatform
from adapters.discord.webapi.calls import Json
from bot.ports import Gone, SendError, TryLater

_log = structlog.get_logger(__name__)
T = TypeVar("T")

_EPOCH_MS = 1_420_070_400_000
FARTHEST = timedelta(days=1)
_CLOCKS_DIFFER = timedelta(minutes=1)
_MOST_CHANNELS, _PAGES, _PAGE = 100, 5, 100
_PAUSES = (0.2, 1.0, 3.0, 10.0, 30.0)
"""Seconds between tries: a new session often means that Discord was ill just now."""

Retell = Callable[[str, Json], Awaitable[None]]
"""Hears an event of the gateway by its name."""


@dataclass(frozen=True)
class Heard:
    """When something was heard last, the channels that are served, those in which people write to
    us directly, and by thread or channel the ids of what people have written there lately, as far
    as the desk knows."""

    at: datetime | None
    served: tuple[str, ...] = ()
    direct: tuple[str, ...] = ()
    written: Mapping[str, frozenset[str]] = field(default_factory=dict)


Known = Callable[[], Coroutine[Any, Any, Heard]]
"""How the desk tells it."""


class CatchingUp:
    """Reads what stands in served channels, open threads and direct messages since something was
    heard last, and what of the last day's words was changed or removed."""

    def __init__(self, platform: DiscordPlatform, retell: Retell) -> None:
        self._platform = platform
        self._retell = retell

    async def run(self, heard: Heard, now: datetime) -> None:
        """Catch up, as far as Discord answers."""
        if heard.at is None:
            return
        since = max(heard.at, now - FARTHEST) - _CLOCKS_DIFFER
        after = to_snowflake(since)
        with _by_itself("who we are"):
            own = await _patiently(self._platform.connect)
            places = await self._places(own, heard.served, heard.direct)
            fresh = [id for id, last in places.items() if last > after]
            for channel in fresh[:_MOST_CHANNELS]:
                with _by_itself(channel):
                    await self._read(own, channel, after)
            known = [id for id in places if id in heard.written]
            for channel in known[:_MOST_CHANNELS]:
                with _by_itself(channel):
                    await self._compare(own, channel, heard.written[channel], since)

    async def _places(
        self, own: Own, served: tuple[str, ...], direct: tuple[str, ...]
    ) -> dict[str, int]:
        """Those that are served, then the open threads, then direct messages, with what was said
        last in each."""
        found = await self._channels(served)
        with _by_itself("threads"):
            path = "/guilds/{guild_id}/threads/active"
            active = await self._ask(path, guild_id=own.guild)
            found += active.get("threads") or ()
        found += await self._channels(direct)
        return {str(one["id"]): int(one.get("last_message_id") or 0) for one in found}

    async def _channels(self, ids: tuple[str, ...]) -> list[Json]:
        found: list[Json] = []
        for id in ids:
            with _by_itself(id):
                found.append(await self._ask("/channels/{channel_id}", channel_id=id))
        return found

    async def _read(self, own: Own, channel: str, after: int) -> None:
        for _ in range(_PAGES):
            page = await self._page(own, channel, after=str(after))
            for message in sorted(page, key=lambda one: int(one["id"])):
                await self._retell("MESSAGE_CREATE", message)
                after = int(message["id"])
            if len(page) < _PAGE:
                return

    async def _compare(
        self, own: Own, channel: str, written: frozenset[str], since: datetime
    ) -> None:
        """Tell what was edited since then, and what is no longer there, of the newest there."""
        page = await self._page(own, channel)
        for message in page:
            edited = message.get("edited_timestamp")
            if edited and datetime.fromisoformat(str(edited)) >= since:
                await self._retell("MESSAGE_UPDATE", message)
        there = {str(one["id"]) for one in page}
        oldest = min(map(int, there), default=0) if len(page) == _PAGE else 0
        for id in sorted(written - there):
            # The post with which a thread began may stand in the channel above it.
            if int(id) >= oldest and id != channel and await self._is_gone(channel, id):
                gone = {"id": id, "channel_id": channel, "guild_id": own.guild}
                await self._retell("MESSAGE_DELETE", gone)

    async def _is_gone(self, channel: str, id: str) -> bool:
        """Whether Discord says so: to whoever may not read the history it lists nothing."""
        try:
            await self._ask(
                "/channels/{channel_id}/messages/{message_id}", channel_id=channel, message_id=id
            )
        except Gone:
            return True
        return False

    async def _page(self, own: Own, channel: str, **query: str) -> list[Json]:
        path = "/channels/{channel_id}/messages"
        wanted = {"limit": str(_PAGE), **query}
        calls = self._platform.calls
        page = await _patiently(lambda: calls.listed("GET", path, query=wanted, channel_id=channel))
        # Discord leaves the server out of what is read.
        return [{**message, "guild_id": own.guild} for message in page]

    async def _ask(self, path: str, **at: str) -> Json:
        return await _patiently(lambda: self._platform.calls.ask("GET", path, query=None, **at))


async def _patiently(ask: Callable[[], Awaitable[T]]) -> T:
    """Ask again while Discord cannot answer, for three quarters of a minute."""
    for pause in _PAUSES:
        try:
            return await ask()
        except TryLater as error:
            await asyncio.sleep(max(pause, error.retry_after or 0.0))
    return await ask()


@contextmanager
def _by_itself(what: str) -> Iterator[None]:
    """A channel that was deleted, or is hidden from us, keeps nothing else from being read."""
    try:
        yield
    except SendError as error:
        _log.warning("discord.not_caught_up", what=what, reason=error.reason)


def to_snowflake(moment: datetime) -> int:
    """The smallest id that something of that moment may have."""
    return max(0, int(moment.timestamp() * 1000) - _EPOCH_MS) << 22
