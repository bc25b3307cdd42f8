"""The token that our calls carry, got from Microsoft and kept until shortly before its end."""

import asyncio
from datetime import datetime, timedelta

import httpx

from adapters.teams.webapi.failures import to_retry_after
from bot.ports import TryLater
from core.clock import Clock
from core.settings_chats import TeamsSettings

_EARLY = timedelta(minutes=5)
_NO_TOKEN = "Microsoft gives the app no token: check its id, its password and the tenant."
_NO_TOKEN_FOR = 60.0


class BotToken:
    """Gives the app's token. Raises :class:`bot.ports.TryLater` where there is none."""

    def __init__(self, settings: TeamsSettings, http: httpx.AsyncClient, clock: Clock) -> None:
        self._settings = settings
        self._http = http
        self._clock = clock
        self._token: str | None = None
        self._until: datetime | None = None
        self._one_at_a_time = asyncio.Lock()

    async def current(self) -> str | None:
        """The token to use now; None where the app has no password and asks for none."""
        if self._settings.app_password is None:
            return None
        async with self._one_at_a_time:
            if self._token is None or self._until is None or self._clock.now() >= self._until:
                await self._renew(self._settings.app_password.get_secret_value())
            return self._token

    async def refused(self, token: str | None) -> None:
        """Teams does not accept this one any more: the next call gets another."""
        async with self._one_at_a_time:
            if token == self._token:
                self._token = None

    async def _renew(self, password: str) -> None:
        asked = {
            "grant_type": "client_credentials",
            "client_id": self._settings.app_id,
            "client_secret": password,
            "scope": self._settings.scope,
        }
        try:
            answer = await self._http.post(self._settings.token_url, data=asked)
        except httpx.HTTPError as error:
            raise TryLater("Microsoft's sign-in cannot be reached.", everywhere=True) from error
        if answer.status_code == 429 or answer.status_code >= 500:
            wait = to_retry_after(answer.headers)
            raise TryLater("Microsoft's sign-in asks for patience.", retry_after=wait)
        try:
            told = answer.json()
            token, seconds = str(told["access_token"]), float(told["expires_in"])
        except (ValueError, KeyError, TypeError) as error:
            raise TryLater(_NO_TOKEN, retry_after=_NO_TOKEN_FOR, everywhere=True) from error
        self._token = token
        self._until = self._clock.now() + max(
            timedelta(seconds=30), timedelta(seconds=seconds) - _EARLY
        )
