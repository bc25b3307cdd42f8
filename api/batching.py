"""Carrying out several requests in one transaction, each by the very route it names.

An item meets the same checks as a request of its own: its route, its inputs, its rights.
It runs in a part of the batch's unit of work and is undone alone when it is refused.
"""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import Message

from api.answering import KeptRoute
from api.entering import Call
from api.problems import problem_response
from api.routing import PREFIX
from api.schemas.batch import BatchItem
from core.database.outside import MOST, NotDoneYet

OWN_PATH = f"{PREFIX}/batch"
_KEPT_HEADERS = (b"authorization", b"user-agent")


@dataclass(frozen=True)
class Sharing:
    """What the items of a batch share: the unit of work and the actor of the batch."""

    call: Call

    @asynccontextmanager
    async def enter(self) -> AsyncIterator[Call]:
        """A part of the batch's work for one item."""
        async with self.call.uow.part():
            yield self.call


@dataclass(frozen=True)
class ItemAnswer:
    """How one item was answered."""

    status: int
    headers: dict[str, str]
    body: Any

    @property
    def is_done(self) -> bool:
        """Whether it was carried out."""
        return self.status < 300


async def answer_item(request: Request, call: Call, item: BatchItem) -> ItemAnswer:
    """Carry out one item. What it is refused with is its answer, not an error."""
    address = urlsplit(item.path)
    path = unquote(address.path)
    if not any(_serves(route, item.method, path) for route in _routes(request.app.routes)):
        detail = f"{item.method} {path} is nothing that a batch can do."
        return _to_answer(problem_response(404, "not_found", detail))
    body = b"" if item.body is None else _to_json(item.body)
    scope = {
        **request.scope,
        "method": item.method,
        "path": path,
        "raw_path": address.path.encode(),
        "query_string": address.query.encode(),
        "headers": _headers(request, item, body),
        "state": {
            "request_id": request.state.request_id,
            "results": request.state.results,
            "sharing": Sharing(call),
        },
    }
    for name in ("route", "endpoint", "path_params"):
        scope.pop(name, None)
    return await _send(request, scope, body)


def _routes(routes: list[BaseRoute]) -> Iterator[KeptRoute]:
    for route in routes:
        inner = getattr(getattr(route, "original_router", None), "routes", None)
        if inner is not None:
            yield from _routes(inner)
        elif type(route) is KeptRoute:  # not one that reads its body by itself
            yield route


def _to_json(body: Any) -> bytes:
    """As most clients write it, so that a key stands for the same request either way."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _serves(route: KeptRoute, method: str, path: str) -> bool:
    """Whether the route is meant; the batch itself is none that can be put into one."""
    fits = route.path_regex.match(path) is not None
    return fits and method in (route.methods or ()) and path != OWN_PATH


def _headers(request: Request, item: BatchItem, body: bytes) -> list[tuple[bytes, bytes]]:
    headers = [(k, v) for k, v in request.scope["headers"] if k in _KEPT_HEADERS]
    if body:
        headers += [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
        ]
    if item.key is not None:
        headers.append((b"idempotency-key", item.key.encode()))
    if item.if_match is not None:
        headers.append((b"if-match", item.if_match.encode("latin-1", "replace")))
    return headers


async def _send(request: Request, scope: dict[str, Any], body: bytes) -> ItemAnswer:
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        told.append(message)

    try:
        await request.app.router(scope, receive, send)
    except HTTPException as error:
        return _to_answer(problem_response(error.status_code, "not_found", str(error.detail)))
    except NotDoneYet:
        if len(request.state.results) < MOST:
            raise
        detail = "This is too much slow work for one batch. Send it by itself."
        return _to_answer(problem_response(422, "batch.too_slow", detail))
    begun = next(message for message in told if message["type"] == "http.response.start")
    content = b"".join(message.get("body", b"") for message in told)
    return _read(begun["status"], dict(begun["headers"]), content)


def _to_answer(response: Response) -> ItemAnswer:
    return _read(response.status_code, dict(response.raw_headers), bytes(response.body))


def _read(status: int, headers: dict[bytes, bytes], content: bytes) -> ItemAnswer:
    said = {name.decode("latin-1"): value.decode("latin-1") for name, value in headers.items()}
    is_json = "json" in said.get("content-type", "")
    return ItemAnswer(status, said, json.loads(content) if is_json and content else None)
