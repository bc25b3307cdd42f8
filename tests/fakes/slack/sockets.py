"""Socket Mode at the fake Slack: tickets, envelopes, acknowledgements, and disconnects."""

import asyncio
import json
from typing import TYPE_CHECKING
from uuid import uuid4

import aiohttp
from aiohttp import web

from tests.fakes.slack.state import Json, Refusal

if TYPE_CHECKING:
    from tests.fakes.slack.server import FakeSlack

TICKET_LASTS = 30
MOST_SOCKETS = 10
_RETRIES = 3


class SocketHost:
    """Gives tickets, holds the sockets that were opened with them, and sends envelopes."""

    app_token = "xapp-1-A0APP-fake"

    def __init__(self, slack: "FakeSlack") -> None:
        self._slack = slack
        self._tickets: dict[str, float] = {}
        self.sockets: list[web.WebSocketResponse] = []
        self.opened = 0
        self.patience = 1.0
        self.acks: list[Json] = []
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self._accepts: dict[str, bool] = {}
        self._transports: list[asyncio.Transport] = []

    def open(self, token: str) -> Json:
        """``apps.connections.open``: an address that is good once."""
        if token != self.app_token:
            raise Refusal("socket.token")
        ticket = uuid4().hex
        self._tickets[ticket] = self._slack.clock.now().timestamp()
        address = self._slack.origin.replace("http://", "ws://")
        return {"url": f"{address}/link/?ticket={ticket}&app_id=A0APP"}

    def add_to(self, app: web.Application) -> None:
        """Serve the sockets."""
        app.router.add_get("/link/", self._link)

    async def _link(self, request: web.Request) -> web.StreamResponse:
        issued = self._tickets.pop(request.query.get("ticket", ""), None)
        now = self._slack.clock.now().timestamp()
        if issued is None or now - issued > TICKET_LASTS or len(self.sockets) >= MOST_SOCKETS:
            full = len(self.sockets) >= MOST_SOCKETS
            self._slack.broken.append("socket.many" if full else "socket.ticket")
            return web.Response(status=408 if not full else 409)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        if request.transport is not None:
            self._transports.append(request.transport)
        self.opened += 1
        hello = {
            "type": "hello",
            "num_connections": len(self.sockets),
            "debug_info": {"host": "applink-1", "approximate_connection_time": 18_060},
            "connection_info": {"app_id": "A0APP"},
        }
        await socket.send_json(hello)
        await self._slack.notify()
        try:
            async for message in socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    await self._hear(json.loads(message.data))
        finally:
            self.sockets.remove(socket)
            await self._slack.notify()
        return socket

    async def _hear(self, said: Json) -> None:
        envelope = str(said.get("envelope_id"))
        if envelope not in self._accepts:
            self._slack.broken.append("socket.envelope")
            return
        if said.get("payload") and not self._accepts[envelope]:
            self._slack.broken.append("socket.payload")
        self.acks.append(said)
        waiting = self._waiting.get(envelope)
        if waiting is not None and not waiting.done():
            waiting.set_result(said)
        await self._slack.notify()

    async def deliver(self, kind: str, payload: Json, *, accepts: bool = False) -> Json | None:
        """Send an envelope until it is acknowledged: the answer, or None if it never was."""
        envelope = str(uuid4())
        self._accepts[envelope] = accepts
        for attempt in range(_RETRIES + 1):
            answer = self._waiting[envelope] = asyncio.get_running_loop().create_future()
            await self._slack.wait_for(lambda: self.sockets)
            said: Json = {
                "envelope_id": envelope,
                "type": kind,
                "accepts_response_payload": accepts,
                "payload": payload,
            }
            if kind == "events_api":
                said |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
            try:
                await self.sockets[attempt % len(self.sockets)].send_json(said)
                return await asyncio.wait_for(answer, self.patience)
            except (TimeoutError, ConnectionError):
                continue
        return None

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask every socket to be replaced, as Slack does every few hours."""
        for socket in list(self.sockets):
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {}})

    async def close(self) -> None:
        """Close every socket."""
        for socket in list(self.sockets):
            await socket.close()

    def abort(self) -> None:
        """Cut every socket without a word."""
        for transport in self._transports:
            transport.abort()
        self._transports.clear()
