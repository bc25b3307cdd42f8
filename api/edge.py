"""The outer edge: request ids, allowed hosts, one log line and one count per request.

Whatever nobody expected ends here as a problem with the request's id, and in the log.
"""

import re
import time
from collections.abc import Awaitable, Callable

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import Metrics
from api.problems import problem_response
from core.ids import new_id

log = structlog.get_logger()
_ACCEPTED_ID = re.compile(r"[A-Za-z0-9._-]{1,64}\Z")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
QUIET = frozenset({"/healthz", "/readyz", "/metrics"})


class Edge:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, allowed_hosts: frozenset[str]) -> None:
        self._app = app
        self._metrics = metrics
        self._allowed_hosts = allowed_hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request and account for it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        wanted = headers.get("x-request-id", "")
        request_id = wanted if _ACCEPTED_ID.match(wanted) else new_id().hex
        scope.setdefault("state", {})["request_id"] = request_id
        started = time.perf_counter()
        status = 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
                status = message["status"]
                self._account(scope, status, time.perf_counter() - started)
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            if not self._is_allowed(headers.get("host", "")):
                await _refuse_host(scope, receive, answer)
                return
            try:
                await self._app(scope, receive, answer)
            except Exception as error:
                log.exception("request.failed", path=scope["path"], error=repr(error))
                if status == 0:
                    await _own_fault(request_id)(scope, receive, answer)

    def _is_allowed(self, host: str) -> bool:
        name = host.rpartition(":")[0] if re.search(r":\d+\Z", host) else host
        return not self._allowed_hosts or name.lower() in self._allowed_hosts

    def _account(self, scope: Scope, status: int, seconds: float) -> None:
        route = route_of(scope)
        # A made-up method must not make a label of its own.
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        self._metrics.count(route, method, status, seconds)
        if route not in QUIET:
            milliseconds = round(seconds * 1000, 1)
            log.info("request", method=method, route=route, status=status, ms=milliseconds)


def route_of(scope: Scope) -> str:
    """The template of the route that served the request, never an address with ids in it."""
    path = getattr(scope.get("route"), "path", None)
    return path if isinstance(path, str) else "(none)"


async def _refuse_host(scope: Scope, receive: Receive, send: Send) -> None:
    response = problem_response(
        400,
        "host.unknown",
        "This address is not one of ours. Open the one that was printed at the start.",
        request_id=Request(scope).state.request_id,
    )
    await response(scope, receive, send)


def _own_fault(request_id: str) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    return problem_response(
        500,
        "unexpected",
        "Something went wrong on our side, and it was noted under this request id.",
        request_id=request_id,
    )
