"""Keeping answers to POSTs with an Idempotency-Key, and giving them again."""

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from core.access.idempotency import KeptAnswer, keep_answer
from core.database.outside import Results, with_work_outside
from core.database.unit_of_work import UnitOfWork

KEPT_HEADERS = ("location", "etag", "content-type")
SECRET_FIELD = "secret"


class Replayed(Exception):
    """Not an error: the request was carried out before, and this is its answer."""

    def __init__(self, answer: KeptAnswer) -> None:
        self.answer = answer
        super().__init__("answered before")


class Keeping:
    """Where the answer of the request at hand is to be kept."""

    def __init__(self, uow: UnitOfWork, owner: str, key: str) -> None:
        self._uow, self._owner, self._key = uow, owner, key

    async def keep(self, response: Response) -> None:
        """Keep the answer in the transaction of the act, a key's secret left out."""
        body = bytes(response.body).decode()
        headers = {
            name: response.headers[name] for name in KEPT_HEADERS if name in response.headers
        }
        answer = KeptAnswer(response.status_code, _without_secret(body), headers)
        keep_answer(self._uow, self._owner, self._key, answer)


def _without_secret(body: str) -> str:
    if f'"{SECRET_FIELD}"' not in body:
        return body
    said = json.loads(body)
    if isinstance(said, dict) and SECRET_FIELD in said:
        said[SECRET_FIELD] = None
        return json.dumps(said)
    return body


class KeptRoute(APIRoute):
    """A route whose answer is kept before the commit if the caller sent a key.

    Slow work that its use case asks for is done between two tries of the whole request.
    """

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The request, once more after each piece of slow work."""
        if "sharing" in scope.get("state", {}):
            # An item of a batch: the batch as a whole is tried again.
            await super().handle(scope, receive, send)
            return
        said: list[Message] = []

        async def attempt(results: Results) -> None:
            scope.setdefault("state", {})["results"] = results
            await super(KeptRoute, self).handle(scope, _repeating(receive, said), send)

        await with_work_outside(attempt)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The usual handler, then the keeping."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            response = await handler(request)
            keeping: Keeping | None = getattr(request.state, "keeping", None)
            if keeping is not None:
                await keeping.keep(response)
            return response

        return handle


def _repeating(receive: Receive, said: list[Message]) -> Receive:
    """Receives from the beginning again what has come already, then what comes."""
    heard = iter(list(said))

    async def again() -> Message:
        for message in heard:
            return message
        said.append(message := await receive())
        return message

    return again


def install_replays(app: FastAPI) -> None:
    """Answer a repeated POST as the first time, and say that it was repeated."""

    async def replay(_request: Request, error: Exception) -> Response:
        assert isinstance(error, Replayed)
        answer = error.answer
        headers = {**answer.headers, "Idempotency-Replayed": "true"}
        return Response(answer.body, answer.status, headers)

    app.add_exception_handler(Replayed, replay)
