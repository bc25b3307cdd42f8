"""The way in for workspaces: an administrator begins, Slack asks, and sends them back.

Only an administrator who is signed in here can begin, and only the same browser can end it:
the state that goes along is sealed, bound to that session, good once and for ten minutes.
"""

import base64
import html
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote
from uuid import UUID

import structlog
from slack_sdk.oauth.state_utils import OAuthStateUtils
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from adapters.slack.workspaces.granting import Granting
from adapters.slack.workspaces.installations import StoredInstallations
from bot.ports import SendError
from bot.ports_plugins import Visitor, WhoIsThere
from core.access.permissions import Permission, require
from core.access.vault import Unreadable
from core.errors import HelpdeskError
from core.events.receipts import accept_handled
from core.ids import new_id

_log = structlog.get_logger(__name__)

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
LASTS = timedelta(seconds=OAuthStateUtils.default_expiration_seconds)
_BELONGS = "slack install"
_AGAIN = "Begin again at /slack/install."
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True)
class _State:
    number: UUID
    organisation_id: UUID
    session: str
    until: datetime


class _Refused(Exception):
    """Said to whoever is at the browser."""


class Installing:
    """The two addresses of an installation."""

    def __init__(
        self, kept: StoredInstallations, granting: Granting, address: str, who: WhoIsThere
    ) -> None:
        self._kept = kept
        self._granting = granting
        self._redirect = f"{address}{REDIRECT}"
        self._who = who

    @property
    def routes(self) -> list[Route]:
        """To be added to the web application's routes."""
        return [
            Route(INSTALL, self._begin, methods=["GET"]),
            Route(REDIRECT, self._end, methods=["GET"]),
        ]

    async def _begin(self, request: Request) -> Response:
        visitor = await self._who(request)
        if visitor is None:
            return RedirectResponse(f"/sign-in?next={quote(INSTALL)}", 303, _HEADERS)
        try:
            require(visitor.actor, Permission.CONFIGURE)
        except HelpdeskError as error:
            return _page("Not for you", str(error), 403)
        state = self._seal(visitor)
        return RedirectResponse(
            self._granting.authorize_url(state, quote(self._redirect, safe="")), 303, _HEADERS
        )

    async def _end(self, request: Request) -> Response:
        try:
            visitor = await self._visitor(request)
            if request.query_params.get("error"):
                raise _Refused(f"Slack says that it was not allowed. Nothing changed. {_AGAIN}")
            state = await self._use(request.query_params.get("state", ""), visitor)
            code = request.query_params.get("code", "")
            granted = await self._granting.exchange(code, self._redirect)
            row = await self._kept.begin(state.organisation_id, visitor.actor, granted)
        except _Refused as refusal:
            return _page("Not installed", str(refusal), 400)
        except SendError as error:
            _log.warning("slack.not_installed", reason=error.reason)
            return _page("Not installed", f"{error.reason} {_AGAIN}", 502)
        except HelpdeskError as error:
            return _page("Not installed", str(error), 409)
        _log.info("slack.installed", workspace=row.workspace)
        said = (
            f"The app is installed in {row.name}. Go on there: invite it into a channel for staff"
            " and type /desk channel #your-channel role:triage."
        )
        return _page("Installed", said, 200)

    async def _visitor(self, request: Request) -> Visitor:
        visitor = await self._who(request)
        if visitor is None:
            raise _Refused(f"You are not signed in here any more. {_AGAIN}")
        require(visitor.actor, Permission.CONFIGURE)
        return visitor

    def _seal(self, visitor: Visitor) -> str:
        state = {
            "number": str(new_id()),
            "organisation": str(visitor.actor.organisation_id),
            "session": visitor.session,
            "until": (self._kept.database.clock.now() + LASTS).isoformat(),
        }
        sealed = self._kept.vault.seal(json.dumps(state), _BELONGS)
        return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()

    async def _use(self, said: str, visitor: Visitor) -> _State:
        """The state, if it is ours, of this browser, in time and not used before."""
        state, now = self._opened(said), self._kept.database.clock.now()
        here = (visitor.actor.organisation_id, visitor.session)
        if state is None or (state.organisation_id, state.session) != here:
            raise _Refused(f"This installation was not begun in this browser. {_AGAIN}")
        if state.until <= now:
            raise _Refused(f"This took longer than ten minutes. {_AGAIN}")
        async with self._kept.database.system() as session:
            if not await accept_handled(session, [f"slack:install:{state.number}"], now):
                raise _Refused(f"This installation was ended before. {_AGAIN}")
        return state

    def _opened(self, said: str) -> _State | None:
        try:
            sealed = base64.urlsafe_b64decode(said + "=" * (-len(said) % 4))
            found = json.loads(self._kept.vault.open(sealed, _BELONGS))
        except (Unreadable, ValueError):
            return None
        until = datetime.fromisoformat(found["until"])
        number, organisation = UUID(found["number"]), UUID(found["organisation"])
        return _State(number, organisation, found["session"], until)


def _page(title: str, said: str, status: int) -> HTMLResponse:
    text = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<main><h1>{html.escape(title)}</h1><p>{html.escape(said)}</p>"
        '<p><a href="/">Back to the desk</a></p></main></html>'
    )
    return HTMLResponse(text, status, _HEADERS)
