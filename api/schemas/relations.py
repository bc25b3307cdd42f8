"""Links, followers, and what is sent to merge, escalate and snooze."""

from typing import Literal

from pydantic import AwareDatetime, BaseModel, Field

from api.schemas.common import Named, Out, example
from api.schemas.tickets import In
from core.tickets.escalating import Escalation


class MergeWanted(In):
    """The ticket in which it goes on."""

    into: int = Field(ge=1, le=999_999_999_999)


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
