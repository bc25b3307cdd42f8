"""What is sent to do something with a ticket."""

from uuid import UUID

from pydantic import Field

from api.schemas.tickets import In
from core.tickets.messages import LONGEST


class Assignment(In):
    """To whom a ticket is given: `me`, a name, an address, or a team."""

    to: str = Field(min_length=1, max_length=254)
    reason: str = Field(default="", max_length=2000)


class Words(In):
    """Something to say."""

    text: str = Field(min_length=1, max_length=LONGEST)


class WordsWithFiles(Words):
    """Something to say, with files that were brought before."""

    attachment_ids: list[UUID] = Field(default_factory=list, max_length=20)


class ReplyWanted(WordsWithFiles):
    """A reply, and the view of the ticket on which it was written."""

    seen: int | None = Field(
        default=None,
        ge=1,
        description="The `revision` that its author was looking at. If the ticket has changed "
        "since, nothing is sent: 409 with `ticket.stale` and how many `new_messages` there are.",
    )
    anyway: bool = Field(default=False, description="Send it although the ticket has changed.")


class ClosingWords(In):
    """What the customer is told at the end, if anything."""

    text: str = Field(default="", max_length=LONGEST)


class Reason(In):
    """Why, if you like; staff see it in the history."""

    reason: str = Field(default="", max_length=2000)
