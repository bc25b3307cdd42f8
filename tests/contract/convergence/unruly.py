"""A network between the platforms and us that repeats, delays and reorders what they tell us.

It keeps the one promise that the platforms give: what was not acknowledged comes again. So
whoever acts has an answer at once, and the event itself comes when it comes.
"""

import json
import random
from collections.abc import Mapping
from typing import Any

import httpx

TELLS = frozenset({"/slack/events", "/teams/messages"})
PATIENCE = 8
"""How many further requests an event is held back for, at most."""
MOST_TRIES = 20


class Unruly(httpx.AsyncBaseTransport):
    """Passes requests on; what only tells us something, it may pass on later or twice."""

    def __init__(self, inner: httpx.AsyncBaseTransport, dice: random.Random) -> None:
        self._inner = inner
        self._dice = dice
        self._held: list[tuple[int, httpx.Request]] = []
        self._passed = 0
        self.odd = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """What we answered, or that it was taken in charge."""
        self._passed += 1
        await self._release(lambda due: due <= self._passed)
        if request.url.path not in TELLS or not _is_told(request):
            return await self._inner.handle_async_request(request)
        chance = self._dice.random()
        if chance < 0.15:  # it comes late
            self._hold(request)
            return httpx.Response(200)
        answer = await self._inner.handle_async_request(request)
        if chance < 0.3:  # it comes, and comes again later
            self._hold(request)
        elif chance < 0.4:  # the acknowledgement was lost: it comes again at once
            self.odd += 1
            await self._deliver(request)
        return answer

    async def drain(self) -> None:
        """All that is still on its way arrives."""
        await self._release(lambda due: True)

    def _hold(self, request: httpx.Request) -> None:
        self.odd += 1
        self._held.append((self._passed + self._dice.randint(1, PATIENCE), request))

    async def _release(self, is_due: Any) -> None:
        ready = [request for due, request in self._held if is_due(due)]
        self._held = [(due, request) for due, request in self._held if not is_due(due)]
        for request in ready:
            await self._deliver(request)

    async def _deliver(self, request: httpx.Request) -> None:
        for _ in range(MOST_TRIES):
            again = httpx.Request(
                request.method, request.url, headers=request.headers, content=request.content
            )
            answer = await self._inner.handle_async_request(again)
            await answer.aread()
            if answer.is_success:
                return
        raise AssertionError("never acknowledged")


def _is_told(request: httpx.Request) -> bool:
    """Whether nobody waits for more than the acknowledgement."""
    try:
        body = json.loads(request.content)
    except ValueError:
        return False  # a form: somebody waits for what it opens
    return isinstance(body, Mapping) and body.get("type") not in {"invoke", "url_verification"}
