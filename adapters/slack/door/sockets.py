"""Socket Mode: what comes in over a connection that we open, instead of by HTTP.

Each envelope goes through the same Bolt application as a request by HTTP, and is acknowledged
only once that has answered well: what is not acknowledged, Slack sends again. What will
never be ours is acknowledged too, for it would only come again.
"""

from time import time

import aiohttp
import structlog
from slack_bolt import BoltResponse
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import (
    run_async_bolt_app,
    send_async_response,
)
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.door.guarding import NO_RETRY
from core.settings_chats import SlackSettings

_log = structlog.get_logger(__name__)

PING_SECONDS = 10.0
_TIMEOUT = aiohttp.ClientTimeout(total=None, connect=10, sock_connect=10)


class _Handler(AsyncSocketModeHandler):
    """Bolt's, but for what nobody here will ever want."""

    async def handle(  # type: ignore[override]
        self, client: SocketModeClient, req: SocketModeRequest
    ) -> None:
        began = time()
        answer: BoltResponse = await run_async_bolt_app(self.app, req)
        if NO_RETRY in answer.headers:
            team = (req.payload or {}).get("team_id")
            _log.warning("slack.not_for_us", team=team, said=answer.body)
            answer = BoltResponse(status=200, body="")
        await send_async_response(client, req, answer, began)


class SocketLine:
    """One connection of this process. Several processes may hold one each."""

    def __init__(
        self, settings: SlackSettings, bolt: AsyncApp, *, ping_seconds: float = PING_SECONDS
    ) -> None:
        self._settings = settings
        self._bolt = bolt
        self._ping = ping_seconds
        self._handler: AsyncSocketModeHandler | None = None
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Connect, and stay connected: a socket that is closed or refreshed is replaced."""
        if self._handler is not None:
            return
        assert self._settings.app_token is not None
        # Unlike the clients, the session knows the environment's exceptions from its proxies.
        self._session = aiohttp.ClientSession(timeout=_TIMEOUT, trust_env=True)
        web = AsyncWebClient(
            base_url=self._settings.api_url, session=self._session, retry_handlers=[]
        )
        web.proxy = None
        self._handler = _Handler(
            self._bolt,
            self._settings.app_token.get_secret_value(),
            web_client=web,
            ping_interval=self._ping,
        )
        client = self._handler.client
        await client.aiohttp_client_session.close()
        client.aiohttp_client_session = self._session
        client.proxy = None
        await self._handler.connect_async()  # type: ignore[no-untyped-call]
        _log.info("slack.socket_open")

    async def is_open(self) -> bool:
        """Whether there is a connection now."""
        return self._handler is not None and bool(await self._handler.client.is_connected())

    async def close(self) -> None:
        """Close it for good."""
        if self._handler is not None:
            await self._handler.close_async()  # type: ignore[no-untyped-call]
        if self._session is not None and not self._session.closed:
            await self._session.close()
