"""A real server on loopback for an application."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp


def listen() -> socket.socket:
    """A socket at a port of this machine that was free."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    return listening


@asynccontextmanager
async def serving(app: ASGIApp, at: socket.socket) -> AsyncIterator[None]:
    """Serve the application there until the context ends; open streams are cut then."""
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve([at]))
    try:
        yield
    finally:
        server.should_exit = server.force_exit = True
        await task
