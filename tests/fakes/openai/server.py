"""The fake endpoint's server: chat completions with a JSON schema, over HTTP on loopback."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.fakes.far_end import Listener

Json = dict[str, Any]
KEY = "sk-test-of-ours"


class FakeOpenAI:
    """Start it and give ``base_url`` and ``KEY`` to the adapter.

    ``answer`` makes the content of an answer from the request; ``requests`` holds what
    was asked, ``closed`` is set once somebody has hung up on an answer that went on.
    ``trouble`` is one of ``hang``, ``status:NNN``, ``garbage``, ``not_json``,
    ``wrong_shape``, ``cut`` (at its longest), ``endless``, ``stalled`` (after a few words),
    ``silent`` (nothing but signs of life) or nothing.
    """

    def __init__(self) -> None:
        self.requests: list[Json] = []
        self.answer: Callable[[Json], Json] = lambda _: {"known": False, "sentences": []}
        self.trouble = ""
        self._listener = Listener()
        self.closed = asyncio.Event()
        self._stopped = asyncio.Event()

    @property
    def base_url(self) -> str:
        """The address to be set as ``LLM__BASE_URL``."""
        assert self._listener.listens
        return f"{self._listener.origin}/v1"

    async def start(self) -> None:
        """Listen on a free port."""
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._complete)
        await self._listener.start(app)

    async def stop(self) -> None:
        """Let all go that hangs, then listen no more."""
        self._stopped.set()
        await self._listener.stop()

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        asked: Json = await request.json()
        self.requests.append(asked)
        refusal = _refusal(request, asked)
        if refusal:
            return refusal
        kind, _, detail = self.trouble.partition(":")
        if kind == "hang":
            await self._stopped.wait()
        if kind == "status":
            return _error(int(detail), "The server had an error.")
        if kind == "garbage":
            return web.Response(text="<html>Bad gateway</html>", content_type="text/html")
        content = {"not_json": "Sure! Here you are:", "wrong_shape": '{"colour": "blue"}'}.get(
            kind
        ) or json.dumps(self.answer(asked))
        if not asked.get("stream"):
            return web.json_response(_completion(asked["model"], content))
        return await self._stream(request, asked["model"], content, kind)

    async def _stream(
        self, request: web.Request, model: str, content: str, trouble: str
    ) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        try:
            await response.prepare(request)
            await self._words(response, model, content, trouble)
            reason = "length" if trouble == "cut" else "stop"
            await response.write(_chunk(model, {}, finish_reason=reason))
            await response.write(b"data: [DONE]\n\n")
        except ConnectionError:
            self.closed.set()
        return response

    async def _words(
        self, response: web.StreamResponse, model: str, content: str, trouble: str
    ) -> None:
        if trouble == "silent":
            await self._go_on(response, b": still here\n\n")
        await response.write(_chunk(model, {"role": "assistant", "content": ""}))
        for start in range(0, len(content), 16):
            if trouble in {"stalled", "cut"} and start >= 32:
                break
            await response.write(_chunk(model, {"content": content[start : start + 16]}))
        if trouble == "stalled":
            await self._go_on(response, b": still here\n\n")
        if trouble == "endless":
            await self._go_on(response, _chunk(model, {"content": "and so on " * 10}))

    async def _go_on(self, response: web.StreamResponse, words: bytes) -> None:
        """Say the same again and again until the other side, or the test, has enough."""
        while not self._stopped.is_set():
            await response.write(words)
            await asyncio.wait({asyncio.ensure_future(self._stopped.wait())}, timeout=0.005)


def _chunk(model: str, delta: Json, *, finish_reason: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    said = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1_790_000_000,
        "model": model,
        "choices": [choice],
    }
    return f"data: {json.dumps(said)}\n\n".encode()


def _refusal(request: web.Request, asked: Json) -> web.Response | None:
    """What the real one refuses too."""
    if request.headers.get("Authorization") != f"Bearer {KEY}":
        return _error(401, "Incorrect API key provided.", "invalid_api_key")
    if not asked.get("model") or not asked.get("messages"):
        return _error(400, "You must provide a model and messages.")
    form = asked.get("response_format", {})
    if form.get("type") == "json_schema":
        if not form.get("json_schema", {}).get("name"):
            return _error(400, "Missing required parameter: 'response_format.json_schema.name'.")
        return _not_strict(form["json_schema"])
    return None


def _not_strict(form: Json) -> web.Response | None:
    """A strict schema names every property as required and allows no others."""
    schemas = [form["schema"], *form["schema"].get("$defs", {}).values()]
    for schema in schemas if form.get("strict") else []:
        complete = set(schema.get("required", [])) == set(schema.get("properties", {}))
        if schema.get("additionalProperties") is not False or not complete:
            return _error(400, "Invalid schema for response_format.", "invalid_json_schema")
    return None


def _error(status: int, message: str, code: str = "") -> web.Response:
    said = {"error": {"message": message, "type": "invalid_request_error", "code": code}}
    return web.json_response(said, status=status)


def _completion(model: str, content: str) -> Json:
    choice = {
        "index": 0,
        "finish_reason": "stop",
        "message": {"role": "assistant", "content": content, "refusal": None},
    }
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_790_000_000,
        "model": model,
        "choices": [choice],
        "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15},
    }
