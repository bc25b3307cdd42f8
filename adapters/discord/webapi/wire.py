"""discord.py's own HTTP client, led to the address in the settings and told not to insist.

Where the library finds Discord is a class attribute of its (``Route.BASE``,
``DiscordWebSocket.DEFAULT_GATEWAY``); here alone, and for our client alone, another may be set.
It sleeps out rate limits and repeats failed calls by itself, with whatever a message was to
say; here a long wait and a failure are told instead, so that deliveries can wait in their queue
and an unknown outcome is looked up.
"""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Ratelimit, Route

from adapters.discord.webapi.failures import Answered
from core.clock import Clock
from core.settings_chats import DiscordSettings

_TIMEOUT = aiohttp.ClientTimeout(total=20, connect=4)
_PATIENCE = timedelta(seconds=1)


class Bucket(Ratelimit):
    """A rate limit of Discord's as its headers tell it: one waits a moment, not longer."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(None)
        self._clock = clock
        self._until: datetime | None = None

    def update(self, response: aiohttp.ClientResponse, *, use_clock: bool = False) -> None:
        """Take over what an answer says."""
        super().update(response, use_clock=use_clock)
        self._until = self._clock.now() + timedelta(seconds=self.reset_after)

    def is_expired(self) -> bool:
        """Whether another window has begun."""
        return self._until is not None and self._clock.now() >= self._until

    async def acquire(self) -> None:
        """Take a turn. Raises :class:`discord.RateLimited` where the next one is far away."""
        while True:
            if self.is_expired():
                self.reset()  # type: ignore[no-untyped-call]
                self._until = None
            if self.remaining > 0 or self._until is None:
                break
            wait = self._until - self._clock.now()
            if wait > _PATIENCE:
                raise discord.RateLimited(wait.total_seconds())
            await asyncio.sleep(max(0.0, wait.total_seconds()))
        await super().acquire()

    async def __aexit__(self, *_: object) -> None:
        """The turn is over; who waits for the first answer to learn the limit goes on."""
        self.outgoing -= 1
        if self._until is None:
            self.reset()  # type: ignore[no-untyped-call]
        self._wake(max(1, self.remaining))


class DiscordHttp(HTTPClient):
    """The library's client at our address. Calls go out once."""

    def __init__(self, settings: DiscordSettings, clock: Clock) -> None:
        super().__init__(
            asyncio.get_running_loop(),
            proxy=_proxy_for(settings.api_url),
            unsync_clock=True,
        )
        self._clock = clock
        self._api = settings.api_url.rstrip("/")
        self._gateway = settings.gateway_url.rstrip("/") + "/"

    def get_ratelimit(self, key: str) -> Ratelimit:
        """The limit of a group of calls."""
        if key not in self._buckets:
            self._buckets[key] = Bucket(self._clock)
            self._try_clear_expired_ratelimits()
        return self._buckets[key]

    async def request(self, route: Route, **how: Any) -> Any:
        """Make a call, once. Raises :class:`Answered` for what the library would repeat."""
        route.url = self._api + route.url.removeprefix(Route.BASE)
        how.setdefault("timeout", _TIMEOUT)
        return await super().request(route, middlewares=(_once,), **how)

    async def ws_connect(self, url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        """Open the gateway."""
        usual = str(DiscordWebSocket.DEFAULT_GATEWAY)
        if url.startswith(usual):
            url = self._gateway + url.removeprefix(usual)
        return await super().ws_connect(url, compress=compress)


async def _once(
    request: aiohttp.ClientRequest, go_on: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    response = await go_on(request)
    if response.status == 429 or response.status >= 500:
        body = await response.read()
        response.release()
        raise Answered(response.status, response.headers, body)
    return response


def _proxy_for(address: str) -> str | None:
    """The environment's proxy, unless it makes an exception for this host."""
    parts = urlsplit(address)
    if parts.hostname and proxy_bypass(parts.hostname):
        return None
    return getproxies().get(parts.scheme)
