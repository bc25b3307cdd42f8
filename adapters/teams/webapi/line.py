"""The line to the Bot Connector: plain HTTP with our token, every failure a SendError."""

import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx

from adapters.teams.webapi.failures import Limited, mapped, to_error, unclear
from adapters.teams.webapi.tokens import BotToken
from bot.ports import Refused, SendError
from bot.process.watching import Watch
from core.settings import is_loopback
from core.settings_chats import TeamsSettings

Json = dict[str, Any]

EVERYWHERE = "https://smba.trafficmanager.net/teams/"
"""Where the Bot Connector of the public cloud answers for every tenant."""
_HOSTS = ("smba.trafficmanager.net",)
_DOMAINS = (
    ".teams.microsoft.com",
    ".teams.microsoft.us",
    ".botframework.com",
    ".botframework.azure.us",
    ".botframework.azure.cn",
)
_CHANGING = frozenset({"PUT", "DELETE"})
_KEPT = "/v3/attachments/"
"""What the Bot Connector keeps itself, as pictures that were pasted into a message."""
_CALLS = frozenset({"activities", "conversations", "members", "pagedmembers", "teams"})
TIMEOUT = httpx.Timeout(10.0, connect=4.0)
NONSENSE = "Teams' answer made no sense."


def build_http() -> httpx.AsyncClient:
    """A client for Microsoft's end points: it follows nobody anywhere else."""
    return httpx.AsyncClient(verify=_trusted(), timeout=TIMEOUT, follow_redirects=False)


@cache
def _trusted() -> ssl.SSLContext:
    # To read all the certificates takes a tenth of a second.
    return httpx.create_ssl_context()


class Line:
    """Calls the Bot Connector, at service addresses of Microsoft's alone."""

    def __init__(
        self,
        settings: TeamsSettings,
        http: httpx.AsyncClient,
        token: BotToken,
        watch: Watch | None = None,
    ) -> None:
        self._http = http
        self._watch = watch
        self._token = token
        self._is_local = is_loopback(_host(settings.token_url)) or settings.allow_unauthenticated

    @property
    def http(self) -> httpx.AsyncClient:
        """The connections, for what carries no token: files that are brought to drives."""
        return self._http

    def is_trusted(self, url: str) -> bool:
        """Whether our token may go there. This machine is trusted where sign-in is here too."""
        if self._is_local and is_loopback(_host(url)):
            return True
        parts = urlsplit(url)
        host = (parts.hostname or "").casefold()
        return parts.scheme == "https" and (host in _HOSTS or host.endswith(_DOMAINS))

    async def call(
        self,
        method: str,
        url: str,
        *,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        repeatable: bool | None = None,
    ) -> httpx.Response:
        """One call; once again where only the token had ended. Raises a SendError.

        What begins with POST makes something new unless ``repeatable`` says otherwise.
        """
        if not self.is_trusted(url):
            raise Refused("That is no address of the Bot Connector's.")
        again = method != "POST" if repeatable is None else repeatable
        async with self._watched(method, url):
            return await self._call(method, url, content, dict(headers or {}), again)

    async def sign_in(self) -> None:
        """Have Microsoft sign the app in unless it is. Raises a SendError."""
        await self._token.current()

    async def _call(
        self, method: str, url: str, content: bytes | None, headers: dict[str, str], again: bool
    ) -> httpx.Response:
        for attempt in range(2):
            token = await self._token.current()
            sent = headers | _bearer(token)
            with mapped(repeatable=again):
                response = await self._http.request(method, url, content=content, headers=sent)
            if response.status_code == 401 and attempt == 0:
                await self._token.refused(token)
                continue
            break
        changes = method in _CHANGING
        error = to_error(response, repeatable=again, changes=changes)
        if error is not None:
            raise error
        return response

    @asynccontextmanager
    async def _watched(self, method: str, url: str) -> AsyncIterator[None]:
        try:
            yield
        except SendError as error:
            if self._watch is not None:
                limited = isinstance(error, Limited)
                await self._watch.failed(_shape(method, url), error, limited=limited)
            raise

    @asynccontextmanager
    async def stream(self, url: str, patience: httpx.Timeout) -> AsyncIterator[httpx.Response]:
        """A content as it comes in; once again where only the token had ended.

        Our token goes to what the Bot Connector keeps: drives have their own in the address,
        and must not see ours.
        """
        is_kept = self.is_trusted(url) and _KEPT in urlsplit(url).path
        for attempt in range(2):
            token = await self._token.current() if is_kept else None
            sent = _bearer(token)
            async with self._http.stream("GET", url, headers=sent, timeout=patience) as answer:
                if answer.status_code == 401 and token and attempt == 0:
                    await self._token.refused(token)
                    continue
                yield answer
                return

    async def read(self, url: str) -> Any:
        """What stands at an address."""
        return to_json(await self.call("GET", url), repeatable=True)


def to_json(response: httpx.Response, *, repeatable: bool) -> Any:
    """What an answer says; an empty object where it says nothing. Raises a SendError."""
    if not response.content.strip():
        return {}
    try:
        return response.json()
    except ValueError as error:
        raise unclear(NONSENSE, repeatable) from error


def require_object(response: httpx.Response, *, repeatable: bool) -> None:
    """Raise a SendError for what a proxy may say instead of Teams."""
    if not isinstance(to_json(response, repeatable=repeatable), dict):
        raise unclear(NONSENSE, repeatable)


def _bearer(token: str | None) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


def _shape(method: str, url: str) -> str:
    """Which call it is, without the ids of those whom it is about."""
    parts = urlsplit(url).path.partition("/v3/")[2].split("/")
    return f"{method} {'/'.join(one if one in _CALLS else '…' for one in parts)}"


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
