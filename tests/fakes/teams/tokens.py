"""The sign-in: the bot changes its id and password into a token, which ends after an hour."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from aiohttp import web

from tests.fakes.teams.records import Json, Refusal

if TYPE_CHECKING:
    from tests.fakes.teams.server import FakeTeams

LASTS = 3600
SCOPE = "https://api.botframework.com/.default"


class SignIn:
    """The far end of client credentials, and whose tokens are good."""

    def __init__(self, teams: "FakeTeams") -> None:
        self._teams = teams
        self.issued: dict[str, datetime] = {}
        self.scope = SCOPE  # a sovereign cloud has its own

    def add_to(self, app: web.Application) -> None:
        """Serve it, for our tenant and as an address of AD FS for MSAL (see the package)."""
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        app.router.add_post("/adfs/oauth2/token", self._token)
        app.router.add_get("/adfs/.well-known/openid-configuration", self._document)

    def revoke(self) -> None:
        """No token that was given is good any more."""
        self.issued.clear()

    def check(self, request: web.Request) -> None:
        """Let a call pass that carries a good token, or refuse it."""
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind != "Bearer" or not token:
            raise Refusal("auth.missing")
        until = self.issued.get(token)
        if until is None:
            raise Refusal("auth.wrong")
        if until <= self._teams.clock.now():
            raise Refusal("auth.expired")

    async def _token(self, request: web.Request) -> web.StreamResponse:
        form: Json = {name: str(value) for name, value in (await request.post()).items()}
        return await self._teams.answer(
            "token", form, lambda: self._issue(request, form), request, free=True
        )

    def _issue(self, request: web.Request, form: Json) -> Json:
        if request.match_info.get("tenant", self._teams.tenant) not in (
            self._teams.tenant,
            "botframework.com",
        ):
            raise Refusal("token.tenant")
        if form.get("grant_type") != "client_credentials":
            raise Refusal("token.grant")
        if form.get("client_id") != self._teams.app_id:
            raise Refusal("token.client")
        if form.get("client_secret") != self._teams.app_password:
            raise Refusal("token.secret")
        if self.scope not in str(form.get("scope")).split():
            raise Refusal("token.scope")
        token = uuid4().hex
        self.issued[token] = self._teams.clock.now() + timedelta(seconds=LASTS)
        return {
            "token_type": "Bearer",
            "expires_in": LASTS - 1,
            "ext_expires_in": LASTS - 1,
            "access_token": token,
        }

    async def _document(self, request: web.Request) -> web.StreamResponse:
        at = f"https://{request.host}/adfs"
        return web.json_response(
            {
                "issuer": at,
                "authorization_endpoint": f"{at}/oauth2/authorize",
                "token_endpoint": f"{at}/oauth2/token",
            }
        )
