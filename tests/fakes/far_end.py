"""What all far ends have in common: they listen on loopback, and tell when something happens."""

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import web


class Noticed:
    """Something in which things happen that tests wait for."""

    def __init__(self) -> None:
        self.changed = asyncio.Condition()

    async def notify(self) -> None:
        """Wake those who wait for something to happen."""
        async with self.changed:
            self.changed.notify_all()

    async def wait_for(self, happened: Callable[[], Any], timeout: float = 60.0) -> Any:
        """Wait until ``happened`` returns something true, and return that."""
        async with asyncio.timeout(timeout), self.changed:
            await self.changed.wait_for(happened)
        return happened()


class Listener:
    """An application on a port of loopback, which stays the same."""

    def __init__(self) -> None:
        self.port = 0
        self._runner: web.AppRunner | None = None

    @property
    def listens(self) -> bool:
        """Whether anybody can connect."""
        return self._runner is not None

    @property
    def origin(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self, app: web.Application) -> None:
        """Listen; after :meth:`stop`, at the same port again."""
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = int(self._runner.addresses[0][1])

    async def start_secure(self, context: Any) -> int:
        """Listen with a certificate too, at the port that is answered."""
        assert self._runner is not None
        await web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=context).start()
        return int(self._runner.addresses[-1][1])

    async def stop(self) -> None:
        """Refuse connections."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
