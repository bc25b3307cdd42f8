"""What was said on a ticket and what happened to it."""

from typing import Annotated
from uuid import UUID

from fastapi import Body, Path, Query

from api.entering import Posting, Reading
from api.reference import problems
from api.routing import build_router
from api.schemas.acting import Words
from api.schemas.common import Number, page_of
from api.schemas.conversation import (
    Entry,
    History,
    Measures,
    Message,
    Messages,
    MessagesQuery,
    Reaction,
    Reactions,
)
from core.tickets.amending import delete_message, edit_message
from core.tickets.collaboration.reacted import list_reactions
from core.tickets.collaboration.reacting import react, unreact
from core.tickets.reading.history import history, list_messages, to_message_view
from core.tickets.reading.measures import measure_ticket
from core.tickets.sending import send_note

router = build_router("Conversation", 404)
Emoji = Annotated[
    str, Path(max_length=80, description="One emoji, URL-encoded, or a name in colons.")
]
WORDS = {"words": {"value": {"text": "We have sent it again, to your new address."}}}


@router.get("/tickets/{number}/messages", summary="Read the conversation")
async def read_messages(
    number: Number, wanted: Annotated[MessagesQuery, Query()], call: Reading
) -> Messages:
    """What was said, oldest first; all of it, or a page with `limit`. Customers get no notes."""
    limit = wanted.limit
    found = await list_messages(
        call.uow, call.actor, number, after=wanted.cursor, limit=limit + 1 if limit else None
    )
    items, following = page_of(found, limit or len(found))
    return Messages(items=[Message.model_validate(m) for m in items], next=following)


@router.patch("/messages/{message_id}", summary="Edit a message", responses=problems(400, 413))
async def update_message(
    message_id: UUID, said: Annotated[Words, Body(openapi_examples=WORDS)], call: Reading
) -> Message:
    """Replaces the text of your own message, in every place where it stands."""
    message = await edit_message(call.uow, call.actor, message_id, said.text)
    return Message.model_validate(to_message_view(message, call.actor.name))


@router.post(
    "/messages/{message_id}/send",
    summary="Send a note to the customer",
    responses=problems(409),
)
async def send_own_note(message_id: UUID, call: Posting) -> Message:
    """Makes a reply of your own note, with its files; the note stays among staff. Asked for
    again, the same reply is answered and nothing is sent twice."""
    sent = await send_note(call.uow, call.actor, message_id)
    return Message.model_validate(to_message_view(sent.reply, call.actor.name))


@router.delete("/messages/{message_id}", status_code=204, summary="Delete a message")
async def remove_message(message_id: UUID, call: Reading) -> None:
    """Takes back your own message, in every place where it stands. Its text is erased."""
    await delete_message(call.uow, call.actor, message_id)


@router.get("/messages/{message_id}/reactions", summary="Read the reactions to a message")
async def read_reactions(message_id: UUID, call: Reading) -> Reactions:
    """Who reacted how. Customers see those of staff and their own."""
    found = await list_reactions(call.uow, call.actor, message_id)
    return Reactions(items=[Reaction.model_validate(one) for one in found])


@router.put(
    "/messages/{message_id}/reactions/{emoji}", status_code=204, summary="React to a message"
)
async def add_reaction(message_id: UUID, emoji: Emoji, call: Reading) -> None:
    """Puts your emoji on a message; it shows in every place where that stands. Again, it
    changes nothing."""
    await react(call.uow, call.actor, message_id, emoji)


@router.delete(
    "/messages/{message_id}/reactions/{emoji}", status_code=204, summary="Take a reaction away"
)
async def remove_reaction(message_id: UUID, emoji: Emoji, call: Reading) -> None:
    """Takes away your emoji that you put there by REST or in the web chat; one that is not
    there is gone already. What you put there in another chat is taken away in that chat."""
    await unreact(call.uow, call.actor, message_id, emoji)


@router.get("/tickets/{number}/metrics", summary="Measure a ticket")
async def read_measures(number: Number, call: Reading) -> Measures:
    """How the ticket went: seconds to the first response and to the end, in each status, and
    how often it was touched, reopened and passed on. Wall clock, not business hours."""
    return Measures.model_validate(await measure_ticket(call.uow, call.actor, number))


@router.get("/tickets/{number}/history", summary="Read the history")
async def read_history(
    number: Number,
    call: Reading,
    field: Annotated[
        str | None, Query(max_length=50, description="Only changes of this, like `status`.")
    ] = None,
) -> History:
    """Who changed what, when, through which door, from which value to which; staff only."""
    found = await history(call.uow, call.actor, number, field=field)
    return History(items=[Entry.model_validate(entry) for entry in found])


@router.get("/tickets/{number}/assignments", summary="Read the owners")
async def read_assignments(number: Number, call: Reading) -> History:
    """Who had the ticket and when; staff only."""
    found = await history(call.uow, call.actor, number, assignments=True)
    return History(items=[Entry.model_validate(entry) for entry in found])
