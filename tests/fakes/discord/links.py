"""A session of the gateway, and the socket through which it is told."""

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import zstandard
from aiohttp import web

Json = dict[str, Any]

DISPATCH = 0


@dataclass
class Session:
    """What one bot has heard since it identified: events by number, kept for resuming."""

    id: str
    intents: int
    log: list[Json] = field(default_factory=list)

    def add(self, event: str, data: Any) -> None:
        """Number an event."""
        self.log.append({"op": DISPATCH, "t": event, "s": len(self.log) + 1, "d": data})


class Link:
    """One socket: it tells its session's events from a number on, in order."""

    def __init__(self, socket: web.WebSocketResponse, compress: str | None) -> None:
        self.socket = socket
        self.session: Session | None = None
        self.told = 0
        self.closed_by_us = False
        self.more = asyncio.Event()
        self.commands: deque[datetime] = deque()
        self.transport: asyncio.Transport | None = None
        self._zstd = zstandard.ZstdCompressor().compressobj() if compress == "zstd-stream" else None

    async def send(self, payload: Json) -> None:
        """Send one payload, compressed if that was asked for."""
        text = json.dumps(payload)
        if self._zstd is None:
            await self.socket.send_str(text)
            return
        part = self._zstd.compress(text.encode())
        part += self._zstd.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
        await self.socket.send_bytes(part)

    async def tell(self) -> None:
        """Tell what the session has heard, until cancelled."""
        while True:
            await self.more.wait()
            self.more.clear()
            while self.session is not None and self.told < len(self.session.log):
                self.told += 1
                await self.send(self.session.log[self.told - 1])
