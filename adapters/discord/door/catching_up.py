"""What was said while nobody heard: read again from where it stands, once a session is new.

A session that is resumed brings everything by itself. What comes twice has the same key.
"""

from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import structlog

from adapters.discord.addresses import Own
from adapters.discord.platform import DiscordPlatform
from adapters.discord.webapi.calls import Json
from bot.ports import SendError

_log = structlog.get_logger(__name__)

_EPOCH_MS = 1_420_070_400_000
_FARTHEST = timedelta(days=1)
_CLOCKS_DIFFER = timedelta(minutes=1)
_MOST_CHANNELS, _PAGES, _PAGE = 100, 5, 100

Take = Callable[[Json], Awaitable[None]]
Heard = tuple[datetime | None, tuple[str, ...]]
"""When something was heard last, and the channels that are served."""

Known = Callable[[], Coroutine[Any, Any, Heard]]
"""How the desk tells it."""


class CatchingUp:
    """Reads what stands in served channels and open threads since something was heard last."""

    def __init__(self, platform: DiscordPlatform, take: Take) -> None:
        self._platform = platform
        self._take = take

    async def run(self, heard: Heard, now: datetime) -> None:
        """Catch up, as far as Discord answers."""
        heard_at, served = heard
        if heard_at is None:
            return
        after = to_snowflake(max(heard_at, now - _FARTHEST) - _CLOCKS_DIFFER)
        with _by_itself("who we are"):
            own = await self._platform.connect()
            for channel in (await self._changed(own, served, after))[:_MOST_CHANNELS]:
                with _by_itself(channel):
                    await self._read(own, channel, after)

    async def _changed(self, own: Own, served: tuple[str, ...], after: int) -> list[str]:
        """The places in which something was said since, those that are served first."""
        calls = self._platform.calls
        found: list[Json] = []
        for channel in served:
            with _by_itself(channel):
                found.append(await calls.ask("GET", "/channels/{channel_id}", channel_id=channel))
        with _by_itself("threads"):
            path = "/guilds/{guild_id}/threads/active"
            active = await calls.ask("GET", path, guild_id=own.guild)
            found += active.get("threads") or ()
        fresh = [one for one in found if int(one.get("last_message_id") or 0) > after]
        return [str(one["id"]) for one in fresh]

    async def _read(self, own: Own, channel: str, after: int) -> None:
        path = "/channels/{channel_id}/messages"
        for _ in range(_PAGES):
            query = {"after": str(after), "limit": str(_PAGE)}
            page = await self._platform.calls.listed("GET", path, query=query, channel_id=channel)
            for message in sorted(page, key=lambda one: int(one["id"])):
                # Discord leaves the server out of what is read.
                await self._take({**message, "guild_id": own.guild})
                after = int(message["id"])
            if len(page) < _PAGE:
                return


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
