"""Tickets that are taken apart, given to another customer, or gathered under one."""

from typing import Annotated

from fastapi import Body, Response

from api.entering import Call, Posting, Seen
from api.etags import etag_of
from api.routing import build_router
from api.schemas.common import Number
from api.schemas.relations import GatheringWanted, MoveWanted, SplitWanted
from api.schemas.tickets import Ticket, to_ticket
from core.tickets.reading.views import view_ticket
from core.tickets.relations.gathering import gather, gather_under, let_go
from core.tickets.relations.moving import move, unmove
from core.tickets.relations.splitting import split, unsplit

router = build_router("Relations", 400, 404, 409, 412, 413)
SPLITTING = {
    "split": {
        "summary": "From a message on",
        "value": {"first": "01966f6c-7a00-7000-8000-000000000001", "subject": "The other printer"},
    }
}
MOVING = {
    "move": {
        "summary": "To a colleague of the customer",
        "value": {"customer": "bob@example.com", "subject": "The printer does not print"},
    }
}
GATHERING = {
    "new": {
        "summary": "With others, under a new ticket",
        "value": {"with": [1043, 1044], "subject": "The VPN is down"},
    },
    "add": {"summary": "Under one that gathers others", "value": {"under": 1060}},
}


async def _shown(call: Call, number: int, response: Response) -> Ticket:
    view = await view_ticket(call.uow, call.actor, number)
    response.headers["ETag"] = etag_of(view)
    return to_ticket(call.actor, view)


@router.post("/tickets/{number}/split", status_code=201, summary="Split a ticket")
async def split_ticket(
    number: Number,
    wanted: Annotated[SplitWanted, Body(openapi_examples=SPLITTING)],
    call: Posting,
    response: Response,
    seen: Seen,
) -> Ticket:
    """What was said from the message `first` on becomes a ticket of its own, of the same
    customer. Answers with that ticket. Said again, it is the same one."""
    fresh = await split(
        call.uow, call.actor, number, wanted.first, subject=wanted.subject, seen=seen
    )
    return await _shown(call, fresh.number, response)


@router.post("/tickets/{number}/unsplit", summary="Undo a split")
async def unsplit_ticket(number: Number, call: Posting, response: Response) -> Ticket:
    """Within 24 hours: what was split off stands where it stood, and what was said on the
    ticket since goes on there. Answers with the ticket it came from."""
    home = await unsplit(call.uow, call.actor, number)
    return await _shown(call, home.number, response)


@router.post("/tickets/{number}/move", summary="Give a ticket to another customer")
async def move_ticket(
    number: Number,
    wanted: Annotated[MoveWanted, Body(openapi_examples=MOVING)],
    call: Posting,
    response: Response,
    seen: Seen,
) -> Ticket:
    """The former customer neither sees it any more nor hears of it; the new one reads what is
    said from now on, under `subject`."""
    await move(call.uow, call.actor, number, wanted.customer, wanted.subject, seen=seen)
    return await _shown(call, number, response)


@router.post("/tickets/{number}/unmove", summary="Undo a move")
async def unmove_ticket(number: Number, call: Posting, response: Response) -> Ticket:
    """Within 24 hours: it is its former customer's again, who reads nothing of what was said
    between."""
    await unmove(call.uow, call.actor, number)
    return await _shown(call, number, response)


@router.post("/tickets/{number}/gather", summary="Gather tickets that ask the same")
async def gather_tickets(
    number: Number,
    wanted: Annotated[GatheringWanted, Body(openapi_examples=GATHERING)],
    call: Posting,
    response: Response,
) -> Ticket:
    """Puts this ticket and those of `with` under a new one, or this one `under` one that gathers
    others already. Answers with that parent.

    What is replied on the parent is said to each customer on their own ticket, and its end is
    the end of all. No customer learns of another.
    """
    if wanted.under is not None:
        parent = await gather_under(call.uow, call.actor, number, wanted.under)
    else:
        numbers = [number, *wanted.with_]
        parent = await gather(call.uow, call.actor, numbers, wanted.subject)
    return await _shown(call, parent.number, response)


@router.post("/tickets/{number}/let-go", summary="Take a ticket out, or dissolve a gathering")
async def let_ticket_go(number: Number, call: Posting, response: Response) -> Ticket:
    """The ticket goes on by itself; of one that gathers others, all do."""
    await let_go(call.uow, call.actor, number)
    return await _shown(call, number, response)
