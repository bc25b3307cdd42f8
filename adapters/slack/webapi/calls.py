"""Calls to Slack's Web API: paced, with every failure told as a SendError."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.webapi.failures import is_limit, mapped, to_webhook_error
from adapters.slack.webapi.health import Health
from adapters.slack.webapi.pacing import CHANNEL, METHODS
from adapters.slack.webapi.tokens import Token
from bot.ports import SendError, TryLater
from bot.process.watching import Keep
from core.clock import Clock
from core.events.pacers import Pace, Pacer, Promises, Rate

_TIMEOUT = aiohttp.ClientTimeout(total=10, connect=4)
_PATIENCE = 2.0  # seconds that a question may wait for its turn
_POST = "chat.postMessage"
# Where the app is installed for a whole enterprise, these must name the team.
_NAMES_TEAM = frozenset({"users.list", "usergroups.list", "usergroups.users.list", "views.publish"})


class SlackCalls:
    """One workspace's line to Slack. Connections open with the first call."""

    def __init__(
        self,
        api_url: str,
        token: Token,
        clock: Clock,
        pace: Pace | None = None,
        keep: Keep | None = None,
    ) -> None:
        self._pace = pace or Pacer(clock)
        self._promises = Promises(clock)
        self._token = token
        self._team, self._names_team = "", False
        self.health = Health(clock, keep)
        self._session: aiohttp.ClientSession | None = None
        # Without handlers: a retry inside the client could post a message twice.
        self.client = AsyncWebClient(base_url=api_url, retry_handlers=[])
        # The session knows the environment's proxies and, unlike the client, their exceptions.
        self.client.proxy = None

    def settle(self, team: str, *, named: bool = False) -> None:
        """Whose line this is: its pace is shared by that name. ``named``: calls name the team."""
        self._team, self._names_team = team, named
        self.health.workspace = team

    async def token(self) -> str:
        """The token, for what is no call of a method."""
        return await self._token.current()

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def read(self, method: str, **params: Any) -> dict[str, Any]:
        """Ask Slack something; waits a little for its turn."""
        waited = 0.0
        while wait := await self._wait_for(method, METHODS.get(method)):
            waited += wait
            if waited > _PATIENCE:
                raise TryLater("Slack is being asked too much.", retry_after=wait)
            await asyncio.sleep(wait)
        async with self._watched(method, repeatable=True):
            params = self._naming(method, params)
            response = await self._call(method, http_verb="GET", params=params)
            return _data(response.data)

    async def who_we_are(self) -> tuple[dict[str, Any], frozenset[str] | None]:
        """Whose the token is, and which permissions it carries if Slack says so."""
        async with self._watched("auth.test", repeatable=True):
            response = await self._call("auth.test")
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
        await self._take_turn(method, str(params.get("channel", "")))
        async with self._watched(method, repeatable=repeatable):
            params = self._naming(method, params)
            async with asyncio.timeout(within):
                data, json = (params, None) if as_form else (None, params)
                response = await self._call(method, data=data, json=json)
            return _data(response.data)

    async def respond(self, url: str, message: dict[str, Any]) -> None:
        """Answer through a ``response_url``."""
        self._ensure_session()
        webhook = AsyncWebhookClient(url, session=self._session, retry_handlers=[])
        webhook.proxy = None
        async with self._watched("response_url", repeatable=True):
            response = await webhook.send_dict(message)
        failure = to_webhook_error(response.status_code, response.body, response.headers)
        if failure is not None:
            raise failure

    async def _take_turn(self, method: str, channel: str) -> None:
        turns = [(method, METHODS.get(method))]
        if method == _POST:
            turns.insert(0, (f"channel {channel}", CHANNEL))
        for what, rate in turns:
            wait = await self._wait_for(what, rate)
            if rate is not None and wait:
                wait = self._promises.promise(what, rate, wait)
                raise TryLater("Slack allows no more at the moment.", retry_after=wait)

    async def _wait_for(self, what: str, rate: Rate | None) -> float:
        return await self._pace.take(f"slack:{self._team}:{what}", rate) if rate else 0.0

    def _naming(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        return params | {"team_id": self._team} if self._is_to_name(method) else params

    def _is_to_name(self, method: str) -> bool:
        return self._names_team and method in _NAMES_TEAM

    async def _call(self, method: str, **how: Any) -> Any:
        self._ensure_session()
        token = await self._token.current()
        try:
            self.client.token = token
            return await self.client.api_call(method, **how)
        except SlackApiError as error:
            if _code(error) != "token_expired" or not await self._token.renewed(token):
                raise
        # Nothing was done with the token that had ended.
        self.client.token = await self._token.current()
        return await self.client.api_call(method, **how)

    @asynccontextmanager
    async def _watched(self, method: str, *, repeatable: bool) -> AsyncIterator[None]:
        try:
            with mapped(method, repeatable=repeatable):
                yield
        except SendError as error:
            await self.health.failed(method, error, limited=is_limit(error))
            raise

    def session(self) -> aiohttp.ClientSession:
        """The connections, for what is no call of a method: contents of files."""
        self._ensure_session()
        assert self._session is not None
        return self._session

    def _ensure_session(self) -> None:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=_TIMEOUT, trust_env=True)
            self.client.session = self._session


def _code(error: SlackApiError) -> str:
    data = getattr(error.response, "data", None)
    return str(data.get("error") or "") if isinstance(data, dict) else ""


def _data(data: object) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise TypeError("not an object")
    return data
