"""Our app at the fake Slack: consent, codes, tokens that end, and being removed."""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from aiohttp import web

from tests.fakes.slack.state import Json, Refusal, SlackState

if TYPE_CHECKING:
    from tests.fakes.slack.server import FakeSlack

CODE_LASTS, TOKEN_LASTS = 600, 43_200
# A token for a whole enterprise must name the team in these.
_NAMES_TEAM = {"users.list", "usergroups.list", "usergroups.users.list", "views.publish"}


@dataclass
class Grant:
    """A token that was given: for one workspace, or for all of an enterprise's."""

    states: list[SlackState]
    enterprise: str | None = None
    until: datetime | None = None
    revoked: bool = False
    refresh: str | None = None


class Apps:
    """The far end of ``oauth.v2.access``, and whose tokens are whose."""

    client_id = "1111.2222"
    client_secret = "app-secret-9f3c"

    def __init__(self, slack: "FakeSlack") -> None:
        self._slack = slack
        self.rotates = False
        self.grants: dict[str, Grant] = {}
        self.refreshes = 0
        self._codes: dict[str, tuple[datetime, str, Grant]] = {}
        self._refresh: dict[str, str] = {}
        self.workspaces: list[SlackState] = []

    def add_workspace(self, team: str, name: str, enterprise: str | None = None) -> SlackState:
        """Another workspace, with a bot of its own once our app is installed there."""
        state = SlackState.__new__(SlackState)
        state.team, state.name, state.enterprise = team, name, enterprise
        state.bot_user, state.bot = f"U0BOT{team[-1]}", f"B0BOT{team[-1]}"
        SlackState.__init__(state, self._slack.clock)
        self.workspaces.append(state)
        return state

    def consent(self, address: str, *states: SlackState, whole: str | None = None) -> str:
        """An administrator there agrees to what the address asks for: the code for the redirect."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        if query["client_id"] != self.client_id or not query["scope"]:
            raise AssertionError(f"Slack would show an error at {address}")
        number = self._slack.next_number()
        code, grant = f"code-{number}", Grant(list(states), whole)
        for state in states:
            state.scopes = set(query["scope"].split(","))
        self._codes[code] = (self._slack.clock.now(), query["redirect_uri"], grant)
        return code

    def access(self, request: web.Request, args: Json) -> Json:
        """``oauth.v2.access``."""
        self._check_app(request, args)
        if args.get("grant_type") == "refresh_token":
            return self._refreshed(str(args.get("refresh_token")))
        issued, redirect, grant = self._codes.get(str(args.get("code")), (None, "", None))
        if issued is None or grant is None:
            raise Refusal("oauth.code")
        if (self._slack.clock.now() - issued).total_seconds() > CODE_LASTS:
            raise Refusal("oauth.code")
        if redirect != args.get("redirect_uri"):
            raise Refusal("oauth.redirect")
        del self._codes[str(args["code"])]
        return self._tell(grant)

    def state_of(self, token: str, method: str, args: Json) -> SlackState:
        """The workspace in which a call with this token acts, or Slack's refusal."""
        grant = self.grants.get(token)
        if grant is None:
            raise Refusal("auth.wrong")
        if grant.revoked:
            raise Refusal("auth.revoked")
        if grant.until is not None and grant.until <= self._slack.clock.now():
            raise Refusal("auth.expired")
        if grant.enterprise is None:
            return grant.states[0]
        if method in _NAMES_TEAM and not args.get("team_id"):
            raise Refusal("enterprise.team")
        for state in grant.states:
            if state.team == args.get("team_id") or str(args.get("channel")) in state.channels:
                return state
        return next((one for one in grant.states if args.get("user") in one.users), grant.states[0])

    def remove(self, *states: SlackState) -> None:
        """Our app is removed there: its tokens end at once."""
        for grant in self.grants.values():
            grant.revoked = grant.revoked or any(one in states for one in grant.states)

    def _check_app(self, request: web.Request, args: Json) -> None:
        basic = request.headers.get("Authorization", "").removeprefix("Basic ")
        given = base64.b64decode(basic).decode().partition(":") if basic else ("", "", "")
        client = args.get("client_id") or given[0]
        if client != self.client_id:
            raise Refusal("oauth.client")
        if (args.get("client_secret") or given[2]) != self.client_secret:
            raise Refusal("oauth.secret")

    def _refreshed(self, refresh: str) -> Json:
        token = self._refresh.pop(refresh, None)
        if token is None or self.grants[token].revoked:
            raise Refusal("oauth.refresh")
        self.refreshes += 1
        before = self.grants[token]
        return self._tell(Grant(before.states, before.enterprise))

    def _tell(self, grant: Grant) -> Json:
        number, state = self._slack.next_number(), grant.states[0]
        token = f"xoxb-{state.team}-{number}"
        self.grants[token] = grant
        whole = grant.enterprise is not None
        told: Json = {
            "access_token": token,
            "token_type": "bot",
            "scope": ",".join(sorted(state.scopes or ())),
            "bot_user_id": state.bot_user,
            "app_id": "A0APP",
            "team": None if whole else {"id": state.team, "name": state.name},
            "enterprise": {"id": grant.enterprise, "name": "Whole"} if whole else None,
            "is_enterprise_install": whole,
            "authed_user": {"id": "U0ADMIN"},
        }
        if self.rotates:
            grant.until = self._slack.clock.now() + timedelta(seconds=TOKEN_LASTS)
            grant.refresh = f"xoxe-1-{number}"
            self._refresh[grant.refresh] = token
            told |= {"token": token, "refresh_token": grant.refresh, "expires_in": TOKEN_LASTS}
        return told
