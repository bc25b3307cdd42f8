"""The channel service's keys: what it publishes, and how it signs what it sends to bots."""

import time
from base64 import urlsafe_b64encode
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

if TYPE_CHECKING:
    from tests.fakes.teams.server import FakeTeams

Json = dict[str, Any]

ISSUER = "https://api.botframework.com"
LASTS = 3600
FORGERIES = (
    "no header",
    "no token",
    "another audience",
    "another issuer",
    "forged key",
    "unknown key",
    "expired",
    "not yet",
    "another service",
    "no service",
    "not endorsed",
    "unsigned",
    "shared secret",
)
"""What :meth:`Signer.forged` knows."""


@cache
def _key(number: int) -> RSAPrivateKey:
    """Making one takes long, so tests share them; ``number`` tells them apart."""
    return generate_private_key(public_exponent=65_537, key_size=2048)


class Signer:
    """Signs as the Bot Connector does, and as those who only pretend to be it."""

    def __init__(self, teams: "FakeTeams") -> None:
        self._teams = teams
        self.issuer = ISSUER
        self.fetched = 0
        self.keys: dict[str, RSAPrivateKey] = {}
        self.endorsements: dict[str, list[str]] = {}
        self._made = 0
        self.current = self._publish("msteams")

    def rotate(self, *, keep_old: bool = True) -> str:
        """Sign with a new key from now on; the old ones stay published unless told otherwise."""
        if not keep_old:
            self.keys.clear()
        self.current = self._publish("msteams")
        return self.current

    def _publish(self, *endorsements: str) -> str:
        name, self._made = uuid4().hex, self._made + 1
        self.keys[name] = _key(self._made)
        self.endorsements[name] = ["acs", *endorsements, "webchat"]
        return name

    def header(self, service_url: str) -> dict[str, str]:
        """The header of a good request."""
        return {"Authorization": f"Bearer {self.token(service_url)}"}

    def token(self, service_url: str | None, *, age: float = 0, **claims: Any) -> str:
        """A token signed with the current key; ``age`` makes it old, claims win."""
        now = int(time.time() - age)
        told: Json = {
            "serviceurl": service_url,
            "nbf": now,
            "exp": now + LASTS,
            "iss": self.issuer,
            "aud": self._teams.app_id,
            **claims,
        }
        told = {name: value for name, value in told.items() if value is not None}
        return self._sign(told, self.keys[self.current], self.current)

    def forged(self, how: str, service_url: str) -> dict[str, str]:
        """The headers of a request that nobody may believe; ``how`` is one of FORGERIES."""
        if how == "no header":
            return {}
        if how == "no token":
            return {"Authorization": "Bearer"}
        return {"Authorization": f"Bearer {self._forged(how, service_url)}"}

    def _forged(self, how: str, url: str) -> str:
        claims = jwt.decode(self.token(url), options={"verify_signature": False})
        if how in ("forged key", "unknown key"):
            name = self.current if how == "forged key" else uuid4().hex
            return self._sign(claims, _key(0), name)
        if how == "not endorsed":
            name = self._publish()
            return self._sign(claims, self.keys[name], name)
        if how == "unsigned":
            return jwt.encode(claims, "", algorithm="none", headers={"kid": self.current})
        if how == "shared secret":
            number = self._public(self.current)["n"]
            return jwt.encode(claims, number, algorithm="HS256", headers={"kid": self.current})
        changed: dict[str, Json] = {
            "another audience": {"aud": "00000000-0000-0000-0000-000000000000"},
            "another issuer": {"iss": "https://sts.windows.net/evil/"},
            "expired": {"age": LASTS + 600},
            "not yet": {"age": -600},
            "another service": {"serviceurl": "https://evil.example/"},
            "no service": {"serviceurl": None},
        }
        return self.token(url, **changed[how])

    def _sign(self, claims: Json, key: RSAPrivateKey, name: str) -> str:
        return jwt.encode(claims, key, algorithm="RS256", headers={"kid": name, "x5t": name})

    def add_to(self, app: web.Application) -> None:
        """Serve what is published."""
        app.router.add_get("/v1/.well-known/openidconfiguration", self._document)
        app.router.add_get("/v1/.well-known/keys", self._keys)

    async def _document(self, request: web.Request) -> web.StreamResponse:
        def tell() -> Json:
            return {
                "issuer": self.issuer,
                "authorization_endpoint": "https://invalid.botframework.com",
                "jwks_uri": f"{self._teams.origin}/v1/.well-known/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            }

        return await self._teams.answer("keys", {}, tell, request, free=True)

    async def _keys(self, request: web.Request) -> web.StreamResponse:
        def tell() -> Json:
            self.fetched += 1
            return {"keys": [self._public(one) for one in self.keys]}

        return await self._teams.answer("keys", {}, tell, request, free=True)

    def _public(self, name: str) -> Json:
        numbers = self.keys[name].public_key().public_numbers()
        return {
            "kty": "RSA",
            "use": "sig",
            "kid": name,
            "x5t": name,
            "n": _encoded(numbers.n),
            "e": _encoded(numbers.e),
            "endorsements": self.endorsements[name],
        }


def _encoded(number: int) -> str:
    length = (number.bit_length() + 7) // 8
    return urlsafe_b64encode(number.to_bytes(length, "big")).rstrip(b"=").decode()
