"""Whether an activity comes from the Bot Connector: its token is checked against keys that
were fetched before and are kept, so that nobody who knocks makes all others wait.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
import jwt
import structlog

from adapters.teams.webapi.own import Payload
from core.clock import Clock
from core.settings_chats import TeamsSettings

_log = structlog.get_logger(__name__)

ISSUER = "https://api.botframework.com"
FRESH = timedelta(hours=1)
_AGAIN = timedelta(seconds=10)
"""So long after an attempt no other is made, whoever knocks with keys that nobody knows."""
_LEEWAY = 300.0
_ALGORITHMS = ("RS256",)
_CHANNEL = "msteams"


class Unauthenticated(Exception):
    """Nobody proves that this comes from Teams. The text is for the log alone."""


@dataclass(frozen=True)
class Key:
    """One public key, and the channels in whose name its owner may speak."""

    key: Any
    endorsements: frozenset[str]


@dataclass(frozen=True)
class KeyRing:
    """All keys of one fetch, and who issues the tokens."""

    issuer: str
    keys: Mapping[str, Key]
    at: datetime


class ConnectorKeys:
    """The Bot Connector's public keys."""

    def __init__(self, settings: TeamsSettings, http: httpx.AsyncClient, clock: Clock) -> None:
        self._url = settings.openid_url
        self._http = http
        self._clock = clock
        self._ring: KeyRing | None = None
        self._tried: datetime | None = None
        self._refreshing: asyncio.Task[KeyRing | None] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def fetch(self) -> KeyRing:
        """Fetch them now. Raises ``httpx.HTTPError``, or ``ValueError`` for nonsense."""
        document = await self._json(self._url)
        keys = await self._json(str(document["jwks_uri"]))
        ring = KeyRing(str(document.get("issuer") or ISSUER), _to_keys(keys), self._clock.now())
        self._ring = ring
        return ring

    async def find(self, name: str) -> tuple[KeyRing, Key]:
        """The key of that name. Raises :class:`Unauthenticated` if there is none."""
        ring = self._ring
        if ring is None or name not in ring.keys:
            ring = await self._refreshed(ring)
        elif self._clock.now() - ring.at >= FRESH and self._refreshing is None:
            # Whoever knocks now does not wait for it.
            self._refreshing = asyncio.create_task(self._refreshed(ring))
            self._refreshing.add_done_callback(self._has_refreshed)
        if ring is None or name not in ring.keys:
            raise Unauthenticated("the key is not one of the Bot Connector's")
        return ring, ring.keys[name]

    async def _refreshed(self, before: KeyRing | None) -> KeyRing | None:
        async with self._one_at_a_time:
            if self._ring is not before:
                return self._ring  # somebody else has fetched them meanwhile
            now = self._clock.now()
            if self._tried is not None and now - self._tried < _AGAIN:
                return self._ring
            self._tried = now
            try:
                return await self.fetch()
            except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
                _log.warning("teams.keys_not_fetched", error=repr(error))
                return self._ring

    def _has_refreshed(self, task: asyncio.Task[KeyRing | None]) -> None:
        self._refreshing = None

    async def close(self) -> None:
        """Fetch nothing more."""
        if self._refreshing is not None:
            self._refreshing.cancel()
            await asyncio.gather(self._refreshing, return_exceptions=True)

    async def _json(self, url: str) -> dict[str, Any]:
        answer = await self._http.get(url)
        answer.raise_for_status()
        told = answer.json()
        if not isinstance(told, dict):
            raise TypeError("not an object")
        return told


class Doorkeeper:
    """Lets in what the Bot Connector has signed for our app."""

    def __init__(self, settings: TeamsSettings, keys: ConnectorKeys) -> None:
        self._app = settings.app_id
        self._open = settings.allow_unauthenticated
        self._keys = keys

    async def check(self, header: str | None, activity: Payload) -> None:
        """Raise :class:`Unauthenticated` unless the activity comes from Teams to our app.

        Without a header only a door that was opened on purpose lets anything in.
        """
        if not header and self._open:
            return
        scheme, _, token = (header or "").partition(" ")
        if scheme.casefold() != "bearer" or not token:
            raise Unauthenticated("no bearer token")
        try:
            head = jwt.get_unverified_header(token)
            if head.get("alg") not in _ALGORITHMS:
                raise Unauthenticated("another algorithm")
            ring, key = await self._keys.find(str(head.get("kid") or ""))
            claims = jwt.decode(
                token,
                key.key,
                algorithms=list(_ALGORITHMS),
                audience=self._app,
                issuer=ring.issuer,
                leeway=_LEEWAY,
                options={"require": ["exp", "iss", "aud"]},
            )
        except jwt.PyJWTError as error:
            raise Unauthenticated(str(error)) from error
        _check_claims(claims, key, activity)


def _check_claims(claims: Mapping[str, Any], key: Key, activity: Payload) -> None:
    if activity.get("channelId") != _CHANNEL or _CHANNEL not in key.endorsements:
        raise Unauthenticated("the key is not endorsed for that channel")
    told = claims.get("serviceurl", claims.get("serviceUrl"))
    if not told or told != activity.get("serviceUrl"):
        raise Unauthenticated("another service URL")


def _to_keys(told: Mapping[str, Any]) -> dict[str, Key]:
    """The keys by name; one that cannot be read is left out."""
    found: dict[str, Key] = {}
    for one in told.get("keys") or ():
        try:
            name, key = str(one["kid"]), jwt.PyJWK.from_dict(one, "RS256").key
        except (jwt.PyJWTError, KeyError, TypeError):
            continue
        found[name] = Key(key, frozenset(map(str, one.get("endorsements") or ())))
    return found
