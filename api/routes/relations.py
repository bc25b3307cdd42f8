"""How tickets hang together: merging, links, escalation, snoozing, followers."""

from typing import Annotated

from fastapi import Body, Query, Response

from api.entering import Call, Posting, Reading, Seen
from api.etags import etag_of
from api.routing import build_router
from api.schemas.common import Named, Number
from api.schemas.relations import (
    EscalationWanted,
    Followers,
    LinkWanted,
    MergeWanted,
    RelatedTicket,
    RelatedTickets,
    SnoozeWanted,
)
from api.schemas.tickets import Ticket, to_ticket
from core.errors import NotFound
from core.tickets.collaboration.following import follow, followers, unfollow
from core.tickets.escalating import escalate
from core.tickets.reading.views import view_ticket
from core.tickets.relations.linking import RELATED, link, related, unlink
from core.tickets.relations.merging import merge, unmerge
from core.tickets.snoozing import snooze, wake

router = build_router("Relations", 400, 404, 409, 412, 413)
MERGING = {"merge": {"summary": "A duplicate", "value": {"into": 1042}}}
ESCALATING = {
    "team": {
        "summary": "To a team, and more urgent",
        "value": {"reason": "A whole floor is down", "to": "Network", "priority": "critical"},
    },
    "queue": {
        "summary": "To the escalation queue",
        "value": {"reason": "Needs the vendor", "queue": True},
    },
}
SNOOZING = {"snooze": {"value": {"until": "2027-01-31T09:00:00Z", "reason": "The part arrives"}}}
LINKING = {"link": {"value": {"to": 1043, "kind": "related"}}}


async def _shown(call: Call, number: int, response: Response) -> Ticket:
    view = await view_ticket(call.uow, call.actor, number)
    response.headers["ETag"] = etag_of(view)
    return to_ticket(call.actor, view)


@router.post("/tickets/{number}/merge", summary="Merge a ticket into another")
async def merge_ticket(
    number: Number,
    wanted: Annotated[MergeWanted, Body(openapi_examples=MERGING)],
    call: Posting,
    response: Response,
    seen: Seen,
) -> Ticket:
    """From now on it goes on in `into`; its own number leads there. Answers with that ticket.

    Customers of two merged tickets never read each other's words.
    """
    survivor = await merge(call.uow, call.actor, number, wanted.into, seen=seen)
    return await _shown(call, survivor.number, response)


@router.post("/tickets/{number}/unmerge", summary="Undo a merge")
async def unmerge_ticket(number: Number, call: Posting, response: Response) -> Ticket:
    """Within 24 hours: the ticket goes on by itself, with all that was said to its number."""
    await unmerge(call.uow, call.actor, number)
    return await _shown(call, number, response)


@router.post(
    "/tickets/{number}/escalate",
    summary="Escalate a ticket",
    response_model=Ticket,
    responses={204: {"description": "Done; it is a private team's now, and you are not in it."}},
)
async def escalate_ticket(
    number: Number,
    wanted: Annotated[EscalationWanted, Body(openapi_examples=ESCALATING)],
    call: Posting,
    response: Response,
    seen: Seen,
) -> Ticket | Response:
    """Raises the priority, gives it to somebody else or moves it to the escalation queue.

    A reason is needed. Customers ask for another look with it, once a day at most.
    """
    await escalate(call.uow, call.actor, number, wanted, seen=seen)
    try:
        return await _shown(call, number, response)
    except NotFound:
        return Response(status_code=204)


@router.post("/tickets/{number}/snooze", summary="Snooze a ticket")
async def snooze_ticket(
    number: Number,
    wanted: Annotated[SnoozeWanted, Body(openapi_examples=SNOOZING)],
    call: Posting,
    response: Response,
    seen: Seen,
) -> Ticket:
    """Puts it aside until then, or until the customer writes. Targets go on counting."""
    await snooze(call.uow, call.actor, number, wanted.until, reason=wanted.reason, seen=seen)
    return await _shown(call, number, response)


@router.post("/tickets/{number}/wake", summary="Wake a snoozed ticket")
async def wake_ticket(number: Number, call: Posting, response: Response, seen: Seen) -> Ticket:
    """Brings it back now."""
    await wake(call.uow, call.actor, number, seen=seen)
    return await _shown(call, number, response)


@router.get("/tickets/{number}/links", summary="Read linked tickets")
async def read_links(number: Number, call: Reading) -> RelatedTickets:
    """The tickets linked to this one that you may see, with their statuses; staff only."""
    found = await related(call.uow, call.actor, number)
    return RelatedTickets(items=[RelatedTicket.model_validate(one) for one in found])


@router.post("/tickets/{number}/links", status_code=201, summary="Link a ticket")
async def add_link(
    number: Number, wanted: Annotated[LinkWanted, Body(openapi_examples=LINKING)], call: Posting
) -> RelatedTickets:
    """Says that this ticket is `kind` to another. Saying it again changes nothing."""
    await link(call.uow, call.actor, number, wanted.to, wanted.kind)
    return await read_links(number, call)


@router.delete("/tickets/{number}/links/{other}", status_code=204, summary="Take a link away")
async def remove_link(
    number: Number,
    other: Number,
    call: Reading,
    kind: Annotated[str, Query(max_length=20, description="Which kind of link.")] = RELATED,
) -> None:
    """The two are no longer linked in that way."""
    await unlink(call.uow, call.actor, number, other, kind)


@router.get("/tickets/{number}/followers", summary="Read the followers")
async def read_followers(number: Number, call: Reading) -> Followers:
    """Who is told what is said publicly on the ticket; staff only."""
    found = await followers(call.uow, call.actor, number)
    return Followers(items=[Named.model_validate(person) for person in found])


@router.post("/tickets/{number}/follow", summary="Follow a ticket")
async def follow_ticket(number: Number, call: Posting) -> Followers:
    """From now on you are told what is said publicly, and of its end."""
    await follow(call.uow, call.actor, number)
    return await read_followers(number, call)


@router.post("/tickets/{number}/unfollow", summary="Stop following a ticket")
async def unfollow_ticket(number: Number, call: Posting) -> Followers:
    """You are no longer told."""
    await unfollow(call.uow, call.actor, number)
    return await read_followers(number, call)
