"""Facts about surveys. What was answered is not in them: only managers may know that."""

from dataclasses import dataclass
from uuid import UUID

from core.events.event import Event


@dataclass(frozen=True, kw_only=True)
class SurveyAsked(Event):
    """The customer is asked how the support was."""

    survey_id: UUID


@dataclass(frozen=True, kw_only=True)
class SurveyAnswered(Event):
    """The customer has rated the support, or changed the rating: `survey.answered`."""

    survey_id: UUID
    changed: bool = False


@dataclass(frozen=True, kw_only=True)
class SurveyWithdrawn(Event):
    """The ticket was opened again before the customer answered."""

    survey_id: UUID
