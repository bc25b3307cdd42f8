"""Messages, history and events as REST shows them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.attachments import Attachment
from api.schemas.common import ID, MOMENT, Out, example


class Message(Out):
    """Something said on a ticket."""

    model_config = example(
        id=ID,
        kind="reply",
        audience="public",
        body="We have sent it again. Did it arrive?",
        author_id=ID,
        author="Sam Lee",
        author_role="agent",
        surface="api",
        created_at=MOMENT,
        edited_at=None,
        attachments=[],
    )

    id: UUID
    kind: str = Field(description="reply, note or system.")
    audience: str = Field(description="`internal` is for staff only.")
    body: str
    author_id: UUID | None
    author: str
    author_role: str
    surface: str = Field(description="The door it came through.")
    created_at: datetime
    edited_at: datetime | None
    attachments: tuple[Attachment, ...] = ()
    edited_after_answer: bool = Field(
        default=False,
        description="Staff only: an answer was written before the customer changed this.",
    )


class NoteWritten(Message):
    """A note that was just written."""

    not_told: list[str] = Field(
        default_factory=list, description="Who was named in it and not told, and why."
    )


class Messages(BaseModel):
    """Messages of a ticket that the reader may see, oldest first."""

    items: list[Message]
    next: str | None = Field(default=None, description="Give it as `cursor` to go on.")


class MessagesQuery(BaseModel):
    """Which page of the conversation."""

    model_config = ConfigDict(extra="forbid")

    limit: int | None = Field(
        default=None, ge=1, le=200, description="How many at most; without it: all."
    )
    cursor: UUID | None = Field(default=None, description="The `next` of the page before.")


class Reaction(Out):
    """An emoji on a message."""

    model_config = example(emoji="👍", people=["Ana Ruiz", "Sam Lee"], own=False)

    emoji: str = Field(description="Itself, or the name of one of a platform's own in colons.")
    people: tuple[str, ...] = Field(description="Who put it there, in whatever chat; oldest first.")
    own: bool = Field(description="You did, here or in the web chat: DELETE takes it away.")


class Reactions(BaseModel):
    """What is on a message, oldest first."""

    items: list[Reaction]


class Entry(Out):
    """One fact of a ticket's history; `changes` maps a field to its old and new value."""

    model_config = example(
        id=ID,
        type="TicketAssigned",
        at=MOMENT,
        actor_id=ID,
        actor="Kim Park",
        surface="slack",
        changes={"assignee": ["Sam Lee", "Lea Roy"]},
        reason="Sam is on holiday",
        data={"method": "manual", "revision": 8},
    )

    id: UUID
    type: str
    at: datetime
    actor_id: UUID | None
    actor: str
    surface: str
    changes: dict[str, tuple[Any, Any]]
    reason: str
    data: dict[str, Any]


class History(BaseModel):
    """What happened, oldest first."""

    items: list[Entry]


class Event(Out):
    """A fact at its position in the stream."""

    model_config = example(
        position=5021,
        id=ID,
        type="TicketClaimed",
        at=MOMENT,
        ticket="TIK-1042",
        ticket_id=ID,
        actor_id=ID,
        surface="slack",
        data={"changes": {"assignee_id": [None, ID]}, "revision": 3},
    )

    position: int
    id: UUID
    type: str
    at: datetime
    ticket: str | None = Field(description="The ticket as people name it.")
    ticket_id: UUID | None
    actor_id: UUID | None
    surface: str
    data: Mapping[str, Any]


class EventPage(Out):
    """Some events in order."""

    events: list[Event]
    next: int = Field(description="Give it as `after` to go on.")


class EventQuery(BaseModel):
    """Where to go on in the stream."""

    model_config = ConfigDict(extra="forbid")

    after: int = Field(default=0, ge=0, le=2**62, description="The position seen last.")
    limit: int = Field(default=100, ge=1, le=500)


class Measures(Out):
    """Times in seconds; `null` has not happened, or does not hold any more."""

    model_config = example(
        first_response=720,
        resolution=10500,
        statuses={"New": 300, "Open": 1200, "Pending": 7200, "Resolved": 1800},
        touches=8,
        reopenings=1,
        reassignments=1,
    )

    first_response: int | None
    resolution: int | None
    statuses: dict[str, int]
    touches: int
    reopenings: int
    reassignments: int
