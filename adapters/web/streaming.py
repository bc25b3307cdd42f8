"""Server-sent events: ids of posts that a page may fetch, and a heartbeat."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from adapters.web.addresses import DIRECT, SUPPORT, TRIAGE, direct_channel
from adapters.web.posts import NEWS
from adapters.web.reading import read_changed
from adapters.web.responding import Web
from core.access.actor import Actor
from core.errors import Unauthenticated
from core.events.listening import Listener, Subscription
from core.tickets.collaboration.presence import NEWS as PRESENCES

HEARTBEAT = 15.0
CHECK_EVERY = 4
"""Heartbeats between two looks at whether the reader may still read."""

IN_FLIGHT = timedelta(seconds=2)
"""How long a change may be under way before it commits."""

MOST_MISSED = 50
REFRESH = "event: refresh\ndata: {}\n\n"
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def to_event(payload: str, actor: Actor) -> str | None:
    """What the actor's page hears of an announced post; None if it is not theirs to hear.

    An empty payload means that news may have been missed: look at everything again.
    """
    if not payload:
        return REFRESH
    news = json.loads(payload)
    if "ticket" in news:
        return _presence(news, actor)
    me = str(actor.person_id)
    if news["organisation"] != str(actor.organisation_id) or news["viewer"] not in {None, me}:
        return None
    slug = news["channel"].partition(":")[0]
    if not _hears(news, slug, actor):
        return None
    return _event(slug, news["post"], news["thread"])


def _presence(news: dict[str, str], actor: Actor) -> str | None:
    """Somebody came to a ticket: staff whose page shows it ask who."""
    if news["organisation"] != str(actor.organisation_id) or not actor.is_staff:
        return None
    return f"event: presence\ndata: {json.dumps({'ticket': news['ticket']})}\n\n"


def _hears(news: dict[str, str | None], slug: str, actor: Actor) -> bool:
    if slug == TRIAGE:
        return actor.is_staff
    if slug == SUPPORT:
        return not actor.is_staff and news["owner"] == str(actor.person_id)
    assert actor.person_id is not None
    return slug == DIRECT and news["channel"] == direct_channel(actor.person_id)


class Streams:
    """Streams of one process, all fed by its one LISTEN connection."""

    def __init__(self, listener: Listener, *, heartbeat: float = HEARTBEAT) -> None:
        self._listener = listener
        self._heartbeat = heartbeat

    async def open(self, web: Web, request: Request) -> Response:
        """The stream of one page. 401 tells it to sign in instead of coming back."""
        try:
            actor = await _reader(web, request)
        except Unauthenticated:
            return Response(status_code=401)
        return StreamingResponse(
            self._events(web, request, actor), media_type="text/event-stream", headers=HEADERS
        )

    async def _events(self, web: Web, request: Request, actor: Actor) -> AsyncIterator[str]:
        async with self._listener.subscribe(NEWS, PRESENCES) as news:
            yield "retry: 1000\n\n"
            for missed in await _missed(web, request, actor):
                yield missed
            beats = 0
            while True:
                payload = await _next(news, self._heartbeat)
                if payload is not None:
                    event = to_event(payload, actor)
                    if event:
                        yield event
                    continue
                beats += 1
                if beats % CHECK_EVERY == 0:
                    try:
                        actor = await _reader(web, request)
                    except Unauthenticated:
                        return
                yield ": still here\n\n"


async def _missed(web: Web, request: Request, actor: Actor) -> list[str]:
    """What changed between the page's reading and its hearing; too much means: look again."""
    try:
        shown = datetime.fromisoformat(request.query_params.get("since", ""))
    except ValueError:
        return []
    if shown.tzinfo is None:
        return []
    async with web.enter(request) as (visit, _):
        missed = await read_changed(visit.uow, actor, shown - IN_FLIGHT, MOST_MISSED + 1)
    if len(missed) > MOST_MISSED:
        return [REFRESH]
    return [
        _event(channel.partition(":")[0], str(post), thread) for channel, post, thread in missed
    ]


def _event(slug: str, post: str, thread: object) -> str:
    data = {"channel": slug, "post": post, "thread": str(thread) if thread else None}
    return f"event: post\ndata: {json.dumps(data)}\n\n"


async def _next(news: Subscription, seconds: float) -> str | None:
    try:
        async with asyncio.timeout(seconds):
            return await anext(news)
    except TimeoutError:
        return None


async def _reader(web: Web, request: Request) -> Actor:
    async with web.enter(request) as (_, actor):
        return actor
