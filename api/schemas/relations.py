"""Links, followers, and what is sent to merge, escalate and snooze."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.schemas.common import Named, Out, example
from api.schemas.tickets import In
from core.tickets.escalating import Escalation
from core.tickets.rules import SUBJECT_LENGTH


class MergeWanted(In):
    """The ticket in which it goes on."""

    into: int = Field(ge=1, le=999_999_999_999)


class SplitWanted(In):
    """The message from which on it is another ticket, and what that is called."""

    first: UUID = Field(description="A public message, not the one with which the ticket begins.")
    subject: str = Field(
        default="", max_length=SUBJECT_LENGTH, description="Empty: its first line."
    )


class MoveWanted(In):
    """The new customer, and the subject under which they see it."""

    customer: str = Field(min_length=1, max_length=254, description="An address or a name.")
    subject: str = Field(
        max_length=SUBJECT_LENGTH,
        description="Said anew, because the old one may be the former customer's.",
    )


class GatheringWanted(In):
    """The other tickets and what they all ask, or the ticket under which this one is put."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    with_: list[int] = Field(default_factory=list, alias="with", max_length=200)
    subject: str = Field(default="", max_length=SUBJECT_LENGTH)
    under: int | None = Field(default=None, ge=1, le=999_999_999_999)


class EscalationWanted(Escalation):
    """Why, and what is wanted: `priority`, `to` (a person or a team) or `queue`."""


class SnoozeWanted(In):
    """Until when; at most a year."""

    until: AwareDatetime
    reason: str = Field(default="", max_length=2000)


class LinkWanted(In):
    """Another ticket, and what this one is to it."""

    to: int = Field(ge=1, le=999_999_999_999)
    kind: Literal["related", "duplicate_of", "follow_up_of"] = "related"


class RelatedTicket(Out):
    """A linked ticket; `kind` is what it is, seen from the ticket that was asked for."""

    model_config = example(
        kind="has_duplicate",
        number=1043,
        ref="TIK-1043",
        subject="Cannot sign in",
        status="Open",
        base="open",
    )

    kind: str = Field(
        description="related, duplicate_of, has_duplicate, follow_up_of or has_follow_up."
    )
    number: int
    ref: str
    subject: str
    status: str
    base: str


class RelatedTickets(BaseModel):
    """All linked tickets by number."""

    items: list[RelatedTicket]


class Followers(BaseModel):
    """Who follows a ticket, by name."""

    items: list[Named]
