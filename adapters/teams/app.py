"""The door through which Teams reaches us: one address for activities of all kinds.

What changes something is told to the desk before Teams hears that we have it. Anything that
goes wrong is not acknowledged, so that Teams sends it again or tells the person.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from adapters.teams.door.invokes import Invokes
from adapters.teams.door.keys import Doorkeeper, Unauthenticated
from adapters.teams.door.lifecycle import Lifecycle
from adapters.teams.door.telling import Telling
from adapters.teams.inbound.activities import to_incoming
from adapters.teams.inbound.origins import Origins
from adapters.teams.webapi.own import Own, Payload, is_for, part
from core.clock import Clock

_log = structlog.get_logger(__name__)

PATH = "/teams/messages"
_LARGEST_BODY = 1_000_000


class TeamsDoor:
    """An ASGI application. The Bot Connector's token is checked first: 401 without a good one."""

    def __init__(
        self,
        own: Own,
        telling: Telling,
        clock: Clock,
        doorkeeper: Doorkeeper,
        invokes: Invokes,
        lifecycle: Lifecycle,
        origins: Origins,
    ) -> None:
        self._own = own
        self._telling = telling
        self._clock = clock
        self._doorkeeper = doorkeeper
        self._invokes = invokes
        self._lifecycle = lifecycle
        self._origins = origins

    @property
    def routes(self) -> list[Route]:
        """The door's address, to be added to the web application's routes."""
        return [Route(PATH, self, methods=["POST"])]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request of Teams."""
        response = await self._respond(Request(scope, receive), self._clock.now())
        await response(scope, receive, send)

    async def _respond(self, request: Request, began: datetime) -> Response:
        body = await _read(request)
        if body is None:
            return JSONResponse({"error": "too large"}, 413)
        activity = _to_activity(body)
        if activity is None:
            return JSONResponse({"error": "no activity"}, 400)
        try:
            await self._doorkeeper.check(request.headers.get("authorization"), activity)
        except Unauthenticated as error:
            _log.warning("teams.not_let_in", why=str(error))
            return JSONResponse({"error": "unauthorized"}, 401)
        return await self._take(activity, began)

    async def _take(self, activity: Payload, began: datetime) -> Response:
        if not is_for(activity, self._own):
            _log.warning("teams.another_tenant")
            return Response(status_code=403)
        await self._lifecycle.hear(activity)
        if activity.get("type") == "invoke":
            status, body = await self._invokes.answer(activity)
            return Response(status_code=status) if body is None else JSONResponse(body, status)
        incoming = to_incoming(activity, self._own, self._clock.now())
        if incoming is not None:
            # A press where the client knows no other way to tell it.
            value = part(activity, "value")
            await self._telling.tell(self._origins.restored(incoming, value), began)
        return Response(status_code=200)


async def _read(request: Request) -> bytes | None:
    """The body; None when it is larger than anything Teams sends."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_BODY:
            return None
    return bytes(body)


def _to_activity(body: bytes) -> Mapping[str, Any] | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, Mapping) else None
