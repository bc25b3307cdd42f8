"""Opening, listing, reading, changing and deleting tickets."""

from typing import Annotated

from fastapi import Body, Header, Query, Request, Response

from api.entering import Call, Posting, Reading, Seen
from api.etags import etag_of, is_known
from api.reference import problems
from api.routing import build_router
from api.schemas.common import Limit, Number
from api.schemas.similar import SimilarTickets, to_similar
from api.schemas.tickets import Ticket, TicketPage, TicketQuery, to_page, to_ticket
from api.services import services_of
from core.database.vectors import Vector
from core.knowledge.meaning import meaning_of
from core.tickets.editing import TicketEdit, delete_ticket, edit
from core.tickets.opening import TicketDraft, open_ticket
from core.tickets.reading.listing import Filter, list_tickets
from core.tickets.reading.searching import meant_by, search_tickets
from core.tickets.reading.similar import similar_tickets
from core.tickets.reading.views import view_ticket

router = build_router("Tickets")
OPENING = {
    "own": {
        "summary": "For yourself",
        "value": {
            "subject": "Cannot reset my password",
            "description": "The reset mail never arrives.",
            "category": "Login",
        },
    },
    "other": {
        "summary": "Staff for a customer",
        "value": {
            "subject": "Printer on fire",
            "customer": "ana@example.com",
            "priority": "urgent",
            "tags": ["printer"],
        },
    },
}
EDITING = {
    "edit": {
        "summary": "Several fields at once",
        "value": {"priority": "high", "add_tags": ["vip"], "reason": "Called twice"},
    }
}


@router.post(
    "/tickets", status_code=201, responses=problems(400, 409, 413), summary="Open a ticket"
)
async def create_ticket(
    draft: Annotated[TicketDraft, Body(openapi_examples=OPENING)],
    call: Posting,
    response: Response,
) -> Ticket:
    """Opens a ticket for the key's person, or (staff) for `customer`: an address or a name."""
    opened = await open_ticket(call.uow, call.actor, draft)
    view = await view_ticket(call.uow, call.actor, opened.number)
    response.headers["Location"] = f"/api/v1/tickets/{view.number}"
    response.headers["ETag"] = etag_of(view)
    return to_ticket(call.actor, view)


@router.get("/tickets", summary="List tickets")
async def read_tickets(
    wanted: Annotated[TicketQuery, Query()], call: Reading, request: Request
) -> TicketPage:
    """The tickets that you may see, filtered and in order; with `search` the best match first."""
    asked = wanted.to_filter()
    if wanted.search is not None:
        narrowed = asked if asked != Filter() else None
        vector = _meaning(call, request, wanted.search)
        found = await search_tickets(
            call.uow,
            call.actor,
            wanted.search,
            wanted=narrowed,
            limit=wanted.limit,
            vector=vector,
        )
        return to_page(call.actor, found)
    page = await list_tickets(
        call.uow,
        call.actor,
        asked,
        sort=wanted.sort,
        cursor=wanted.cursor,
        limit=wanted.limit,
        count=wanted.count,
    )
    return to_page(call.actor, page, total=page.total)


@router.get("/search", summary="Search tickets")
async def search(
    call: Reading,
    request: Request,
    q: Annotated[
        str, Query(min_length=1, max_length=500, description='`printer "on fire" status:open`')
    ],
    limit: Limit = 50,
) -> TicketPage:
    """Tickets by words, by meaning, by phrases, numbers and filters, the best match first."""
    vector = _meaning(call, request, q)
    found = await search_tickets(call.uow, call.actor, q, limit=limit, vector=vector)
    return to_page(call.actor, found)


def _meaning(call: Call, request: Request, said: str) -> Vector | None:
    return meaning_of(call.uow, services_of(request).assistant.embedder, meant_by(said))


@router.get("/tickets/{number}/similar", summary="List similar tickets", responses=problems(404))
async def read_similar_tickets(
    number: Number,
    call: Reading,
    limit: Annotated[int, Query(ge=1, le=50, description="How many at most.")] = 3,
) -> SimilarTickets:
    """The tickets most like this one that you may see, and how each ended.

    None while what this ticket means is not known yet, some seconds after it was opened.
    """
    found = await similar_tickets(call.uow, call.actor, number, limit)
    return SimilarTickets(items=[to_similar(call.actor, each) for each in found])


@router.get(
    "/tickets/{number}",
    summary="Read a ticket",
    response_model=Ticket,
    responses={304: {"description": "You have this state already."}, **problems(404)},
)
async def read_ticket(
    number: Number,
    call: Reading,
    response: Response,
    if_none_match: Annotated[
        str | None, Header(alias="If-None-Match", description="An ETag that you have.")
    ] = None,
) -> Ticket | Response:
    """One ticket with its targets. The `ETag` names this very state of it."""
    view = await view_ticket(call.uow, call.actor, number)
    etag = etag_of(view)
    if is_known(if_none_match, etag):
        return Response(status_code=304, headers={"ETag": etag})
    response.headers["ETag"] = etag
    return to_ticket(call.actor, view)


@router.patch(
    "/tickets/{number}", summary="Change a ticket", responses=problems(400, 404, 409, 412, 413)
)
async def update_ticket(
    number: Number,
    wanted: Annotated[TicketEdit, Body(openapi_examples=EDITING)],
    call: Reading,
    response: Response,
    seen: Seen,
) -> Ticket:
    """Changes the fields that are given, all or none; staff only."""
    await edit(call.uow, call.actor, number, wanted, seen=seen)
    view = await view_ticket(call.uow, call.actor, number)
    response.headers["ETag"] = etag_of(view)
    return to_ticket(call.actor, view)


@router.delete(
    "/tickets/{number}", status_code=204, summary="Delete a ticket", responses=problems(404)
)
async def remove_ticket(
    number: Number,
    call: Reading,
    reason: Annotated[str, Query(max_length=2000, description="Kept in the history.")] = "",
) -> None:
    """Puts the ticket away: nobody finds it any more; its history stays for the audit."""
    await delete_ticket(call.uow, call.actor, number, reason=reason)
