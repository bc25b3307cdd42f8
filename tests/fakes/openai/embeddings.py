"""The fake endpoint's embeddings: vectors of any length, for texts only."""

from typing import Any

from aiohttp import web

from tests.fakes.far_end import Listener
from tests.fakes.openai.server import KEY

Json = dict[str, Any]
MOST = 2048
"""Texts in one request, as the real one documents."""


class FakeEmbeddings:
    """Start it and give ``base_url`` and ``KEY`` to the adapter.

    ``length`` is how many numbers its vectors have; ``requests`` holds what was asked;
    with ``down`` it answers nothing but errors.
    """

    def __init__(self, length: int = 384) -> None:
        self.length = length
        self.down = False
        self.requests: list[Json] = []
        self._listener = Listener()

    @property
    def base_url(self) -> str:
        """The address to be set as ``EMBEDDINGS__BASE_URL``."""
        assert self._listener.listens
        return f"{self._listener.origin}/v1"

    async def start(self) -> None:
        """Listen on a free port."""
        app = web.Application()
        app.router.add_post("/v1/embeddings", self._answer)
        await self._listener.start(app)

    async def stop(self) -> None:
        """Listen no more."""
        await self._listener.stop()

    async def _answer(self, request: web.Request) -> web.Response:
        response = await self._embed(request)
        # No connection outlives the test whose it is.
        response.force_close()
        return response

    async def _embed(self, request: web.Request) -> web.Response:
        asked: Json = await request.json()
        self.requests.append(asked)
        texts = asked.get("input")
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return _error(401, "Incorrect API key provided.")
        if self.down:
            return _error(500, "The server had an error.")
        if not asked.get("model") or not isinstance(texts, list) or not 0 < len(texts) <= MOST:
            return _error(400, "'$.input' is invalid.")
        if not all(isinstance(text, str) and text for text in texts):
            return _error(400, "This endpoint takes texts, not tokens, and none may be empty.")
        data = [
            {"object": "embedding", "index": index, "embedding": self._vector(text)}
            for index, text in enumerate(texts)
        ]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        return web.json_response(
            {"object": "list", "model": asked["model"], "data": data, "usage": usage}
        )

    def _vector(self, text: str) -> list[float]:
        return [float(len(text) % 7 + index % 3) for index in range(self.length)]


def _error(status: int, message: str) -> web.Response:
    said = {"error": {"message": message, "type": "invalid_request_error", "code": ""}}
    return web.json_response(said, status=status)
