"""Reads streams of the application, which an ordinary test client would wait for for ever."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.contract.wiring import ADDRESS
from tests.contract.world import World

QUIET = 0.3


@dataclass
class Heard:
    """What came so far."""

    body: bytearray = field(default_factory=bytearray)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def text(self) -> str:
        """As text."""
        return self.body.decode(errors="replace")


@asynccontextmanager
async def listening(world: World, url: str, headers: dict[str, str]) -> AsyncIterator[Heard]:
    """A reader of a stream, while the context is open."""
    heard = Heard()

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            assert message["status"] in {200, 401, 403}, message
        heard.body.extend(message.get("body", b""))
        heard.news.set()

    async def serve() -> None:
        await world.desk.app(_scope(url, headers), receive, send)

    serving = asyncio.create_task(serve())
    try:
        yield heard
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


async def first_pushed(world: World, url: str, headers: dict[str, str]) -> str:
    """What a stream says before it begins to wait for news."""
    async with listening(world, url, headers) as heard:
        async with asyncio.timeout(60):
            await heard.news.wait()
        with contextlib.suppress(TimeoutError):
            while True:
                heard.news.clear()
                async with asyncio.timeout(QUIET):
                    await heard.news.wait()
        return heard.text


def _scope(url: str, headers: dict[str, str]) -> dict[str, Any]:
    path, _, query = url.partition("?")
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", ADDRESS.removeprefix("http://").encode()), *raw],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8080),
        "state": {},
    }
