"""What the assistant does for those who answer tickets."""

from fastapi import Request

from api.entering import Reading
from api.routing import build_router
from api.schemas.assisting import Suggestion, Summary
from api.schemas.common import Number
from api.schemas.knowledge import Citation
from api.services import services_of
from core.assistant.suggesting import suggest
from core.assistant.summarising import summarise

router = build_router("Assistant", 404)


@router.get("/tickets/{number}/suggestion", summary="Suggest a reply")
async def suggest_reply(number: Number, call: Reading, request: Request) -> Suggestion:
    """A draft from articles that the customer may read, with its sources; nothing is sent.
    `text` is empty if no article helps."""
    made = await suggest(call.uow, call.actor, number, services_of(request).assistant)
    citations = tuple(Citation.model_validate(c) for c in made.found.citations)
    return Suggestion(
        question=made.question,
        text=made.text,
        citations=citations,
        model=made.found.model,
        trouble=made.found.trouble,
    )


@router.get("/tickets/{number}/summary", summary="Sum up a ticket")
async def sum_up(number: Number, call: Reading, request: Request) -> Summary:
    """What is open, was tried and was promised, and who owes what next; each point names
    the message that says it."""
    assistant = services_of(request).assistant
    return Summary.model_validate(await summarise(call.uow, call.actor, number, assistant))
