"""Ratings as REST shows and takes them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.schemas.common import ID, MOMENT, IdQuery, Named, Out, example
from core.surveys.rating import LONGEST_COMMENT

Score = Annotated[int, Field(ge=1, le=5, description="5 is the best.")]


class RatingDraft(BaseModel):
    """How the support was. A comment that is left out stays as it was."""

    model_config = ConfigDict(extra="forbid")

    score: Score
    comment: str | None = Field(default=None, max_length=LONGEST_COMMENT)


class Rating(Out):
    """The requester's own rating of a ticket."""

    model_config = example(score=4, comment="Quick.", answered_at=MOMENT, changed_at=None)

    score: int
    comment: str
    answered_at: datetime
    changed_at: datetime | None


class Survey(Out):
    """One question about one resolution, and its answer."""

    model_config = example(
        id=ID,
        ticket="TIK-1042",
        number=1042,
        kind="csat",
        state="answered",
        score=4,
        comment="Quick.",
        requester={"id": ID, "name": "Ana Ruiz"},
        assignee={"id": ID, "name": "Sam Lee"},
        team=None,
        asked_at=MOMENT,
        expires_at=MOMENT,
        answered_at=MOMENT,
        changed_at=None,
    )

    id: UUID
    ticket: str
    number: int
    kind: str
    state: str = Field(description="asked, answered, withdrawn or expired.")
    score: int | None
    comment: str
    requester: Named
    assignee: Named | None = Field(description="Who had the ticket when it was solved.")
    team: Named | None
    asked_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    changed_at: datetime | None


class Surveys(BaseModel):
    """Some surveys, newest first."""

    items: list[Survey]
    next: str | None = Field(description="Give it as `cursor` to get the next page.")


class SurveyQuery(IdQuery):
    """Which surveys."""

    answered: bool | None = Field(default=None, description="Only those with an answer, or not.")
    team: str | None = Field(default=None, max_length=100, description="A name or id.")
    since: AwareDatetime | None = Field(default=None, description="Answered since then.")
