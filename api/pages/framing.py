"""The pages in the frame of another application: only there, and only of those that are named.

Whoever opens the frame's door gets a cookie that exists in that frame alone (browsers part it
by the application around it). What is asked with it is answered for the frame: that application
may show it, and our cookies live in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.pages.headers import CONTENT_SECURITY_POLICY

FRAME_COOKIE = "deskhand_frame"
_NOBODY = "frame-ancestors 'none'"
_THERE = "SameSite=None; Secure; Partitioned"


@dataclass(frozen=True)
class Frames:
    """Which applications may show us (``ancestors``), where they begin, and where that leads."""

    ancestors: tuple[str, ...]
    door: str
    leads_to: str = "/chat"


def build_frame_door(path: str, leads_to: str) -> Route:
    """The address that the other application opens."""

    async def enter(request: Request) -> Response:
        answer = RedirectResponse(leads_to, 303)
        answer.headers["Set-Cookie"] = f"{FRAME_COOKIE}=1; Path=/; HttpOnly; {_THERE}"
        return answer

    return Route(path, enter, methods=["GET"])


class Framing:
    """ASGI middleware around all headers: answers for the frame where the cookie came along.

    ``ancestors`` are the applications that may show us; ``door`` is where they begin.
    """

    def __init__(self, app: ASGIApp, *, ancestors: Sequence[str], door: str) -> None:
        self._app = app
        self._door = door
        allowed = f"frame-ancestors {' '.join(ancestors)}"
        self._policy = CONTENT_SECURITY_POLICY.replace(_NOBODY, allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; change the answer's headers if it is for the frame."""
        if scope["type"] != "http" or not self._is_for_frame(scope):
            await self._app(scope, receive, send)
            return

        async def send_framed(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._frame(MutableHeaders(scope=message))
            await send(message)

        await self._app(scope, receive, send_framed)

    def _is_for_frame(self, scope: Scope) -> bool:
        if scope["path"] == self._door:
            return True
        try:
            cookies: SimpleCookie = SimpleCookie(Headers(scope=scope).get("cookie", ""))
        except CookieError:
            return False
        return FRAME_COOKIE in cookies

    def _frame(self, headers: MutableHeaders) -> None:
        del headers["X-Frame-Options"]
        policy = headers.get("Content-Security-Policy", "")
        if policy == CONTENT_SECURITY_POLICY:
            headers["Content-Security-Policy"] = self._policy
        given = [_in_frame(one) for one in headers.getlist("set-cookie")]
        del headers["set-cookie"]
        for one in given:
            headers.append("set-cookie", one)


def _in_frame(cookie: str) -> str:
    """A cookie of ours as a browser keeps it inside another application."""
    parts = [part.strip() for part in cookie.split(";")]
    other = ("samesite=", "secure", "partitioned")
    kept = [part for part in parts if not part.casefold().startswith(other)]
    return "; ".join([*kept, _THERE])
