"""Following the stream of events, in pages or live."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.entering import Call, Reading, Secret, enter_with_key
from api.reference import Responses, problems
from api.routing import build_router
from api.schemas.conversation import Event, EventPage, EventQuery
from api.services import Services, services_of
from core.access.permissions import Permission, require
from core.errors import Unauthenticated
from core.tickets.reading.stream import StreamPage, newest_position, read_events

router = build_router("Events")
CHANNEL = "positions"
BATCH = 200
LOOK_AGAIN = 60.0
"""Seconds after which a silent stream looks whether its key is still valid."""
STREAM: Responses = {
    200: {
        "description": "Server-sent events: `id` is the position, `event` the type, `data` the "
        "event as JSON. A comment line comes every 15 seconds.",
        "content": {
            "text/event-stream": {
                "example": 'id: 5021\nevent: TicketClaimed\ndata: {"position": 5021, ...}\n\n'
            }
        },
    }
}


@router.get("/events", summary="Read events")
async def read_event_page(wanted: Annotated[EventQuery, Query()], call: Reading) -> EventPage:
    """Facts in the order of their position. Go on with the `next` of an answer as `after`."""
    page = await read_events(call.uow, call.actor, after=wanted.after, limit=wanted.limit)
    return EventPage.model_validate(page)


@dataclass
class Following:
    """A reader of the stream, between two looks at the database."""

    services: Services
    secret: str
    request_id: str | None
    position: int

    async def read(self) -> StreamPage:
        """What is new since the position, which moves on. The key is checked anew."""
        async with enter_with_key(self.services, self.secret, self.request_id) as call:
            page = await read_events(call.uow, call.actor, after=self.position, limit=BATCH)
        self.position = page.next
        return page


async def begin_following(
    request: Request,
    secret: Secret,
    last_event_id: Annotated[
        str | None,
        Header(
            alias="Last-Event-ID",
            pattern=r"^\d{1,18}$",
            description="The position seen last; without it: from now.",
        ),
    ] = None,
) -> Following:
    """A reader that may read, refused before the stream begins if it may not."""
    services, request_id = services_of(request), request.state.request_id
    async with enter_with_key(services, secret, request_id) as call:
        require(call.actor, Permission.READ_EVENTS)
        position = await _beginning(call, last_event_id)
    return Following(services, secret, request_id, position)


async def _beginning(call: Call, last_event_id: str | None) -> int:
    if last_event_id is not None:
        return int(last_event_id)
    return await newest_position(call.uow, call.actor)


@router.get(
    "/events/stream",
    summary="Follow events",
    response_class=EventSourceResponse,
    responses={**STREAM, **problems(401)},
)
async def follow_events(
    following: Annotated[Following, Depends(begin_following, scope="function")],
) -> AsyncIterator[ServerSentEvent]:
    """Each event as soon as it has a position. Come back with `Last-Event-ID` after a break."""
    async with AsyncExitStack() as stack:
        listener = following.services.listener
        news = await stack.enter_async_context(listener.subscribe(CHANNEL))
        while True:
            try:
                page = await following.read()
            except Unauthenticated:
                return
            for event in page.events:
                shown = Event.model_validate(event)
                yield ServerSentEvent(
                    raw_data=shown.model_dump_json(), event=shown.type, id=str(shown.position)
                )
            if not page.more:
                await news.wait(LOOK_AGAIN)
