"""Asking Slack for tokens: in exchange for a code, or for those that end."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.oauth import AuthorizeUrlGenerator
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.manifest import SCOPES
from adapters.slack.webapi.failures import mapped
from bot.ports import Refused
from core.access.installations import Granted, Tokens
from core.clock import Clock
from core.settings_chats import SlackSettings

SLUG = "slack"
_TIMEOUT = aiohttp.ClientTimeout(total=10, connect=4)
_METHOD = "oauth.v2.access"


class Granting:
    """Our app at Slack, by its id and secret."""

    def __init__(self, settings: SlackSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock

    @property
    def client_id(self) -> str:
        """The app's id; empty where only one token is set."""
        return self._settings.client_id or ""

    def authorize_url(self, state: str, redirect_uri: str) -> str:
        """Where an administrator of Slack consents; on the same host as the API."""
        api = urlsplit(self._settings.api_url)
        generator = AuthorizeUrlGenerator(
            client_id=self.client_id,
            scopes=SCOPES,
            redirect_uri=redirect_uri,
            authorization_url=f"{api.scheme}://{api.netloc}/oauth/v2/authorize",
        )
        return generator.generate(state)

    async def exchange(self, code: str, redirect_uri: str) -> Granted:
        """The installation that a code stands for, with our own ids there.

        Raises :class:`bot.ports.SendError`.
        """
        async with aiohttp.ClientSession(timeout=_TIMEOUT, trust_env=True) as session:
            client = self._client(session)
            with mapped(_METHOD, repeatable=True):
                asked = self._secrets() | {"code": code, "redirect_uri": redirect_uri}
                given = _data((await client.api_call(_METHOD, data=asked)).data)
            tokens = self._tokens(given)
            client.token = tokens.token
            with mapped("auth.test", repeatable=True):
                told = _data((await client.auth_test()).data)
        return _to_granted(given, told, tokens)

    async def renew(self, refresh_token: str) -> Tokens:
        """The tokens that follow. Raises :class:`bot.ports.SendError`."""
        async with aiohttp.ClientSession(timeout=_TIMEOUT, trust_env=True) as session:
            with mapped(_METHOD, repeatable=True):
                asked = self._secrets() | {"grant_type": "refresh_token"}
                asked["refresh_token"] = refresh_token
                answer = await self._client(session).api_call(_METHOD, data=asked)
                return self._tokens(_data(answer.data))

    def _client(self, session: aiohttp.ClientSession) -> AsyncWebClient:
        client = AsyncWebClient(base_url=self._settings.api_url, session=session, retry_handlers=[])
        client.proxy = None
        return client

    def _secrets(self) -> dict[str, str]:
        secret = self._settings.client_secret
        return {
            "client_id": self.client_id,
            "client_secret": secret.get_secret_value() if secret else "",
        }

    def _tokens(self, given: dict[str, Any]) -> Tokens:
        if not given.get("access_token") or given.get("token_type") != "bot":
            raise Refused("Slack gave no bot token.")
        refresh, seconds = given.get("refresh_token"), given.get("expires_in")
        return Tokens(
            token=str(given["access_token"]),
            refresh_token=str(refresh) if refresh else None,
            expires_at=self._expiry(seconds) if refresh and seconds else None,
        )

    def _expiry(self, seconds: Any) -> datetime:
        return self._clock.now() + timedelta(seconds=float(seconds))


def _to_granted(given: dict[str, Any], told: dict[str, Any], tokens: Tokens) -> Granted:
    team, enterprise = given.get("team") or {}, given.get("enterprise") or {}
    whole = bool(given.get("is_enterprise_install"))
    where = enterprise if whole else team
    workspace, bot_user = str(where.get("id") or ""), str(told.get("user_id") or "")
    bot = str(told.get("bot_id") or "")
    if not (workspace and bot and bot_user):
        # Without our own ids we could answer ourselves for ever.
        raise Refused("Slack did not say who the app is in that workspace.")
    return Granted(
        platform=SLUG,
        workspace=workspace,
        name=str(where.get("name") or workspace),
        bot_user=bot_user,
        bot=bot,
        bot_name=str(told.get("user") or "Ticket"),
        url=str(told.get("url") or ""),
        scopes=tuple(sorted(one for one in str(given.get("scope") or "").split(",") if one)),
        tokens=tokens,
        enterprise=str(enterprise.get("id")) if enterprise.get("id") else None,
        is_enterprise_wide=whole,
    )


def _data(data: object) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise TypeError("not an object")
    return data
