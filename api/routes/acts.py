"""What one does with a ticket: each act is one POST, held if `If-Match` is out of date."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Body, Response

from api.entering import Call, Posting, Seen
from api.etags import etag_of
from api.routing import build_router
from api.schemas.acting import (
    Assignment,
    ClosingWords,
    Reason,
    ReplyWanted,
    WordsWithFiles,
)
from api.schemas.common import Number
from api.schemas.conversation import Message, NoteWritten
from api.schemas.tickets import Ticket, to_ticket
from core.conversation.models import Message as SaidMessage
from core.errors import NotFound
from core.tickets.claiming import assign, claim, release
from core.tickets.collaboration.mentions import untold_of
from core.tickets.collaboration.nudging import nudge
from core.tickets.files.attaching import files_of
from core.tickets.reading.history import to_message_view
from core.tickets.reading.queries import number_of
from core.tickets.reading.views import view_ticket
from core.tickets.replying import note, reply
from core.tickets.resolving import close, reopen, resolve

router = build_router("Acts", 400, 404, 409, 412, 413)
ASSIGNING = {
    "person": {"summary": "To a person", "value": {"to": "sam@example.com", "reason": "Knows it"}},
    "team": {"summary": "To a team", "value": {"to": "Accounts"}},
}
WORDS = {"words": {"value": {"text": "We have sent it again. Did it arrive?"}}}
NOTE = {"note": {"value": {"text": "The mail server was down until 10:00."}}}
REPLYING = {
    **WORDS,
    "seen": {
        "summary": "On the view of a revision",
        "value": {"text": "We have sent it again. Did it arrive?", "seen": 7},
    },
}
CLOSING = {"words": {"value": {"text": "It works again. Write here if it does not."}}}
REASON = {"reason": {"value": {"reason": "It came back"}}}
GivenReason = Annotated[Reason | None, Body(openapi_examples=REASON)]


async def _shown(call: Call, number: int, response: Response) -> Ticket:
    view = await view_ticket(call.uow, call.actor, number)
    response.headers["ETag"] = etag_of(view)
    return to_ticket(call.actor, view)


async def _said(call: Call, said: SaidMessage, brought: Sequence[UUID]) -> Message:
    files = (await files_of(call.uow, [said.id])).get(said.id, ()) if brought else ()
    return Message.model_validate(to_message_view(said, call.actor.name, files))


@router.post("/tickets/{number}/claim", summary="Claim a ticket")
async def claim_ticket(number: Number, call: Posting, response: Response, seen: Seen) -> Ticket:
    """Makes you the owner. 409 with `ticket.already_claimed` names who was first."""
    await claim(call.uow, call.actor, number, seen=seen)
    return await _shown(call, number, response)


@router.post("/tickets/{number}/release", summary="Release a ticket")
async def release_ticket(
    number: Number, call: Posting, response: Response, seen: Seen, why: GivenReason = None
) -> Ticket:
    """Gives the ticket back to the queue."""
    await release(call.uow, call.actor, number, reason=why.reason if why else "", seen=seen)
    return await _shown(call, number, response)


@router.post(
    "/tickets/{number}/assign",
    summary="Assign a ticket",
    response_model=Ticket,
    responses={204: {"description": "Done; it is a private team's now, and you are not in it."}},
)
async def assign_ticket(
    number: Number,
    wanted: Annotated[Assignment, Body(openapi_examples=ASSIGNING)],
    call: Posting,
    response: Response,
    seen: Seen,
) -> Ticket | Response:
    """Gives the ticket to a person or a team; both owners are told."""
    await assign(call.uow, call.actor, number, wanted.to, reason=wanted.reason, seen=seen)
    try:
        return await _shown(call, number, response)
    except NotFound:
        return Response(status_code=204)


@router.post("/tickets/{number}/nudge", summary="Nudge the owner")
async def nudge_owner(number: Number, call: Posting, response: Response) -> Ticket:
    """Asks the owner in private to look at the ticket, once an hour. Managers only."""
    await nudge(call.uow, call.actor, number)
    return await _shown(call, number, response)


@router.post("/tickets/{number}/reply", status_code=201, summary="Reply to the customer")
async def reply_to_ticket(
    number: Number,
    said: Annotated[ReplyWanted, Body(openapi_examples=REPLYING)],
    call: Posting,
    response: Response,
    seen: Seen,
) -> Message:
    """Says something that customer and staff both see. A customer's reply opens it again;
    too long after the end it begins a new ticket, a follow-up: `Location` names its ticket.

    With `seen` or `If-Match`, a reply written on an older view than the customer's newest
    message is held; `anyway` sends it."""
    looked_at = None if said.anyway else seen if said.seen is None else said.seen
    message = await reply(
        call.uow, call.actor, number, said.text, seen=looked_at, attachment_ids=said.attachment_ids
    )
    if not call.actor.is_staff:
        spoken_on = await number_of(call.uow, message.ticket_id)
        response.headers["Location"] = f"/api/v1/tickets/{spoken_on}"
    return await _said(call, message, said.attachment_ids)


@router.post("/tickets/{number}/notes", status_code=201, summary="Write a note")
async def write_note(
    number: Number, said: Annotated[WordsWithFiles, Body(openapi_examples=NOTE)], call: Posting
) -> NoteWritten:
    """Writes something that only staff see, on every door. Colleagues and teams named with
    `@` are told once and follow; `not_told` says who was named in vain."""
    message = await note(
        call.uow, call.actor, number, said.text, attachment_ids=said.attachment_ids
    )
    shown = await _said(call, message, said.attachment_ids)
    return NoteWritten(**shown.model_dump(), not_told=untold_of(message))


@router.post("/tickets/{number}/resolve", summary="Resolve a ticket")
async def resolve_ticket(
    number: Number,
    call: Posting,
    response: Response,
    seen: Seen,
    said: Annotated[ClosingWords | None, Body(openapi_examples=CLOSING)] = None,
) -> Ticket:
    """Staff say that it is solved, with a closing message to the customer if there is one."""
    await resolve(call.uow, call.actor, number, said.text if said else "", seen=seen)
    return await _shown(call, number, response)


@router.post("/tickets/{number}/close", summary="Close a ticket")
async def close_ticket(number: Number, call: Posting, response: Response, seen: Seen) -> Ticket:
    """Ends it: the customer says that it is solved, or staff put it away."""
    await close(call.uow, call.actor, number, seen=seen)
    return await _shown(call, number, response)


@router.post("/tickets/{number}/reopen", summary="Reopen a ticket")
async def reopen_ticket(
    number: Number, call: Posting, response: Response, seen: Seen, why: GivenReason = None
) -> Ticket:
    """It was not over. Possible for some time after its end, by default 30 days."""
    await reopen(call.uow, call.actor, number, reason=why.reason if why else "", seen=seen)
    return await _shown(call, number, response)
