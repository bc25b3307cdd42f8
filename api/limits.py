"""How much a request may bring along."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import too_large

LARGEST = 1024 * 1024
PREFIX = "/api/"
STREAMED = "/attachments"
"""Addresses that take files count for themselves, and say by name what is too large."""


class BodyLimit:
    """ASGI middleware: under ``/api/`` bodies of more than a mebibyte are refused, unread."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what says that it is too large, and count what does not say."""
        path = scope.get("path", "")
        if scope["type"] != "http" or not path.startswith(PREFIX) or path.endswith(STREAMED):
            await self._app(scope, receive, send)
            return
        said = Headers(scope=scope).get("content-length", "0")
        if said.isdecimal() and int(said) > LARGEST:
            await too_large(scope)(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > LARGEST:
                raise HTTPException(413)
            return message

        await self._app(scope, counted, send)
