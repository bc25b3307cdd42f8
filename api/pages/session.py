"""Who is at the browser: the session cookie, its CSRF token, and the visitor's few choices."""

import hmac
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import unquote, urlsplit
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from core.access.actor import Actor
from core.access.sessions import LIFETIME, session_of
from core.access.tokens import new_token
from core.database.unit_of_work import Database, UnitOfWork
from core.errors import Denied

SESSION_COOKIE = "deskhand_session"
VISITOR_COOKIE = "deskhand_visitor"
THEME_COOKIE = "deskhand_theme"
ZONE_COOKIE = "deskhand_zone"
CSRF_FIELD = "csrf"
CSRF_HEADER = "X-CSRF-Token"
THEMES = ("system", "light", "dark")
YEAR = 31_536_000

OrganisationOf = Callable[[str], Awaitable[UUID]]
"""Leads from the host that was asked for to its organisation; raises ``NotFound``."""


class ForgedRequest(Denied):
    """A request that changes something did not come from one of our pages."""

    code = "csrf.refused"
    text = "This page was open for too long or the request came from elsewhere. Load it again."


@dataclass(frozen=True)
class Visit:
    """A request's reader, inside the unit of work in which to read for them."""

    uow: UnitOfWork
    actor: Actor | None


class Door:
    """Lets browsers in: finds the organisation, the session and whether a form is ours."""

    def __init__(
        self, database: Database, organisation_of: OrganisationOf, *, public_url: str
    ) -> None:
        self._database = database
        self._organisation_of = organisation_of
        parts = urlsplit(public_url)
        self._own_origin = f"{parts.scheme}://{parts.netloc}"
        self.https = parts.scheme == "https"

    @asynccontextmanager
    async def enter(self, request: Request) -> AsyncIterator[Visit]:
        """A unit of work of the organisation asked for, and who is signed in there."""
        organisation_id = await self._organisation_of(request.url.hostname or "")
        async with self._database.unit_of_work(organisation_id) as uow:
            token = request.cookies.get(SESSION_COOKIE)
            yield Visit(uow, await session_of(uow, token) if token else None)

    async def read_form(self, request: Request) -> FormData:
        """The submitted form, if it is one of ours. Raises :class:`ForgedRequest`."""
        form = await request.form(max_files=0, max_fields=100, max_part_size=256 * 1024)
        self.require_own(request, str(form.get(CSRF_FIELD) or ""))
        return form

    def require_own(self, request: Request, sent: str = "") -> None:
        """Let pass what one of our pages sent: with its token in the form, else in a header.

        Raises :class:`ForgedRequest`.
        """
        sent = sent or request.headers.get(CSRF_HEADER, "")
        expected = csrf_token(request)
        same = bool(expected) and hmac.compare_digest(sent.encode(), expected.encode())
        if not (same and self._is_own_origin(request)):
            raise ForgedRequest

    def _is_own_origin(self, request: Request) -> bool:
        origin = request.headers.get("origin")
        if origin is None:
            return request.headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}
        here = f"{request.url.scheme}://{request.headers.get('host', '')}"
        return origin in {self._own_origin, here}

    def keep_session(self, response: Response, token: str) -> None:
        """Give the browser its session."""
        self._set(response, SESSION_COOKIE, token, int(LIFETIME.total_seconds()))
        response.delete_cookie(VISITOR_COOKIE, path="/")

    def keep_visitor(self, request: Request, response: Response) -> None:
        """Give a browser without a session something that its forms can be tied to."""
        if not request.cookies.get(VISITOR_COOKIE):
            self._set(response, VISITOR_COOKIE, request.state.visitor, None)

    def keep_theme(self, response: Response, theme: str) -> None:
        """Remember the chosen theme, so that the next first paint is right."""
        self._set(response, THEME_COOKIE, theme if theme in THEMES else "system", YEAR)

    def _set(self, response: Response, name: str, value: str, seconds: int | None) -> None:
        response.set_cookie(
            name, value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=self.https
        )


def csrf_token(request: Request) -> str:
    """The token that this browser's forms must carry; it tells nothing of the session's."""
    secret = request.cookies.get(SESSION_COOKIE) or request.cookies.get(VISITOR_COOKIE)
    if not secret:
        secret = getattr(request.state, "visitor", "")
    return hmac.new(secret.encode(), b"csrf", sha256).hexdigest() if secret else ""


def begin_visit(request: Request) -> None:
    """Make sure that a page's forms can be tied to this browser, signed in or not."""
    if not request.cookies.get(VISITOR_COOKIE):
        request.state.visitor = new_token()


def theme_of(request: Request) -> str:
    """The chosen theme: ``system``, ``light`` or ``dark``."""
    theme = request.cookies.get(THEME_COOKIE, "system")
    return theme if theme in THEMES else "system"


def zone_of(request: Request, actor: Actor | None) -> str:
    """The name of the time zone that the browser told us, else the person's own."""
    return unquote(request.cookies.get(ZONE_COOKIE, "")) or (actor.timezone or "" if actor else "")


def safe_path(wanted: str, fallback: str) -> str:
    """A path on this site to go back to; anything else becomes ``fallback``."""
    if not wanted.startswith("/") or wanted.startswith("//") or "\\" in wanted:
        return fallback
    return fallback if any(ord(character) < 32 for character in wanted) else wanted
