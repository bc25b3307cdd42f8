"""Opening the port: uvicorn, told how to come to rest."""

import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

GRACE = 2
"""Seconds that open streams get to end when we stop."""


class _Server(uvicorn.Server):
    """Says when the port is open."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the port, then say so."""
        await super().startup(sockets)
        if self.started:
            self._on_ready()


async def serve_http(
    app: ASGIApp, host: str, port: int, *, behind_proxy: bool, on_ready: Callable[[], None]
) -> None:
    """Serve until a signal comes; ``on_ready`` is called once the port is open.

    Requests are logged by the application, which knows their route and not their
    query; ``behind_proxy`` believes a proxy's word about the caller.
    """
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=GRACE,
        proxy_headers=behind_proxy,
    )
    await _Server(config, on_ready).serve()
