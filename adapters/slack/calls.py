"""Calls to Slack's Web API: paced, with every failure told as a SendError."""

import asyncio
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.failures import mapped, to_webhook_error
from adapters.slack.pacing import CHANNEL, METHODS, Pacer
from bot.ports import TryLater
from core.clock import Clock
from core.settings import SlackSettings

_TIMEOUT = aiohttp.ClientTimeout(total=10, connect=4)
_PATIENCE = 2.0  # seconds that a question may wait for its turn


class SlackCalls:
    """One workspace's line to Slack. Connections open with the first call."""

    def __init__(self, settings: SlackSettings, clock: Clock) -> None:
        self._pacer = Pacer(clock)
        self._session: aiohttp.ClientSession | None = None
        # Without handlers: a retry inside the client could post a message twice.
        self.client = AsyncWebClient(
            token=settings.bot_token.get_secret_value(),
            base_url=settings.api_url,
            retry_handlers=[],
        )
        # The session knows the environment's proxies and, unlike the client, their exceptions.
        self.client.proxy = None

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def read(self, method: str, **params: Any) -> dict[str, Any]:
        """Ask Slack something; waits a little for its turn."""
        wait = self._pacer.take(method, METHODS[method]) if method in METHODS else 0.0
        if wait > _PATIENCE:
            raise TryLater("Slack is being asked too much.", retry_after=wait)
        if wait:
            await asyncio.sleep(wait)
        self._ensure_session()
        with mapped(method, repeatable=True):
            response = await self.client.api_call(method, http_verb="GET", params=params)
            return _data(response.data)

    async def who_we_are(self) -> tuple[dict[str, Any], frozenset[str] | None]:
        """Whose the token is, and which permissions it carries if Slack says so."""
        self._ensure_session()
        with mapped("auth.test", repeatable=True):
            response = await self.client.api_call("auth.test")
            headers = {name.lower(): value for name, value in response.headers.items()}
            said = headers.get("x-oauth-scopes")
            scopes = frozenset(said.replace(" ", "").split(",")) if said is not None else None
            return _data(response.data), scopes

    async def write(
        self,
        method: str,
        *,
        repeatable: bool,
        within: float | None = None,
        as_form: bool = False,
        **params: Any,
    ) -> dict[str, Any]:
        """Have Slack do something now, or hear when its turn comes (:class:`TryLater`).

        A few methods take no JSON: ``as_form``.
        """
        self._take_turn(method, str(params.get("channel", "")))
        self._ensure_session()
        with mapped(method, repeatable=repeatable):
            async with asyncio.timeout(within):
                data, json = (params, None) if as_form else (None, params)
                response = await self.client.api_call(method, data=data, json=json)
            return _data(response.data)

    async def respond(self, url: str, message: dict[str, Any]) -> None:
        """Answer through a ``response_url``."""
        self._ensure_session()
        webhook = AsyncWebhookClient(url, session=self._session, retry_handlers=[])
        webhook.proxy = None
        with mapped("response_url", repeatable=True):
            response = await webhook.send_dict(message)
        failure = to_webhook_error(response.status_code, response.body, response.headers)
        if failure is not None:
            raise failure

    def _take_turn(self, method: str, channel: str) -> None:
        if method == "chat.postMessage":
            wait = self._pacer.take(f"channel {channel}", CHANNEL)
        else:
            wait = self._pacer.take(method, METHODS[method]) if method in METHODS else 0.0
        if wait:
            raise TryLater("Slack allows no more at the moment.", retry_after=wait)

    def session(self) -> aiohttp.ClientSession:
        """The connections, for what is no call of a method: contents of files."""
        self._ensure_session()
        assert self._session is not None
        return self._session

    def _ensure_session(self) -> None:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=_TIMEOUT, trust_env=True)
            self.client.session = self._session


def _data(data: object) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise TypeError("not an object")
    return data
