"""A person's story as REST shows it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.schemas.common import ID, MOMENT, IdQuery, Out, example
from api.schemas.people import Person
from api.schemas.tickets import In, Ticket
from core.people.notes import LONGEST


class TimelineItem(Out):
    """One moment: a ticket at its opening, an account as last seen, or a note of staff."""

    model_config = example(
        kind="note",
        id=ID,
        at=MOMENT,
        ticket=None,
        doors=[],
        platform=None,
        text="Prefers to be called",
        author="Sam Lee",
    )

    kind: Literal["ticket", "contact", "note"]
    id: UUID
    at: datetime
    ticket: Ticket | None = None
    doors: tuple[str, ...] = Field(description="Where the ticket was spoken about.")
    platform: str | None = Field(description="Of a contact.")
    text: str | None = Field(description="Of a note; staff only.")
    author: str | None = None


class Timeline(BaseModel):
    """A person and their story, newest first."""

    person: Person
    items: list[TimelineItem]
    next: UUID | None


class TimelineQuery(IdQuery):
    """Which page of the story."""


class PersonNoteText(In):
    """What staff should know of a person."""

    text: str = Field(min_length=1, max_length=LONGEST)


class PersonNote(Out):
    """A note about a person."""

    model_config = example(id=ID, person_id=ID, body="Prefers to be called", created_at=MOMENT)

    id: UUID
    person_id: UUID
    body: str
    created_at: datetime
