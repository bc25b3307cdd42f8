"""A person's whole story, over all doors."""

from dataclasses import replace
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Body, Query

from api.entering import Call, Posting, Reading
from api.reference import problems
from api.routing import build_router
from api.schemas.people import Person
from api.schemas.tickets import to_ticket
from api.schemas.timeline import (
    PersonNote,
    PersonNoteText,
    Timeline,
    TimelineItem,
    TimelineQuery,
)
from core.errors import NotFound
from core.people.notes import note_person
from core.tickets.reading.timeline import Moment, timeline

router = build_router("People", 404)
NOTE = {"note": {"value": {"text": "Prefers to be called"}}}


@router.get("/people/{person_id}/timeline", summary="Read a person's story")
async def read_timeline(
    person_id: UUID | Literal["me"], wanted: Annotated[TimelineQuery, Query()], call: Reading
) -> Timeline:
    """Tickets over all doors, accounts and notes as one list, newest first. Customers read
    their own, without notes; `me` is the key's own."""
    whose = call.actor.person_id if person_id == "me" else person_id
    if whose is None:
        raise NotFound(ref="that person")
    story = await timeline(call.uow, call.actor, whose, before=wanted.cursor, limit=wanted.limit)
    return Timeline(
        person=Person.model_validate(story.person),
        items=[_item(call, moment) for moment in story.moments],
        next=story.next,
    )


def _item(call: Call, moment: Moment) -> TimelineItem:
    ticket = to_ticket(call.actor, moment.ticket) if moment.ticket else None
    item = TimelineItem.model_validate(replace(moment, ticket=None))
    return item.model_copy(update={"ticket": ticket})


@router.post(
    "/people/{person_id}/notes",
    status_code=201,
    summary="Write a note about a person",
    responses=problems(400, 413),
)
async def write_person_note(
    person_id: UUID, said: Annotated[PersonNoteText, Body(openapi_examples=NOTE)], call: Posting
) -> PersonNote:
    """Writes down something about a person, for staff alone."""
    return PersonNote.model_validate(await note_person(call.uow, call.actor, person_id, said.text))
