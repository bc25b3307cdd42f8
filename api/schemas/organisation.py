"""The organisation's settings as REST shows and changes them."""

from datetime import time

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.common import Out, example
from core.people.organisation import QuietHours


class Quiet(Out):
    """From when to when nobody is alerted, in the organisation's time zone."""

    begins: time
    ends: time


class Organisation(Out):
    """What the desk does by itself, and when."""

    model_config = example(
        timezone="Europe/Madrid",
        warn_percent=[75, 90],
        quiet_hours={"begins": "22:00:00", "ends": "07:00:00"},
        close_after_days=7,
        close_warning_days=2,
        reopen_within_days=30,
        ask_for_rating=True,
        ask_after_minutes=60,
        undo_seconds=5,
    )

    timezone: str
    warn_percent: list[int] = Field(description="At how much of a target people are warned.")
    quiet_hours: Quiet | None = Field(description="Null: people are alerted at any time.")
    close_after_days: int | None = Field(description="Null: nothing closes by itself.")
    close_warning_days: int = Field(description="How long before that the customer is told.")
    reopen_within_days: int = Field(description="After that a reply begins a follow-up.")
    ask_for_rating: bool
    ask_after_minutes: int = Field(description="How long after the resolution.")
    undo_seconds: int = Field(
        description="How long a reply given in chat waits, so that its author can take it back."
    )


class OrganisationPatch(BaseModel):
    """Fields to change; those left out stay."""

    model_config = ConfigDict(extra="forbid")

    timezone: str | None = Field(default=None, max_length=64)
    warn_percent: list[int] | None = Field(default=None, max_length=5)
    quiet_hours: QuietHours | None = None
    close_after_days: int | None = None
    close_warning_days: int | None = None
    reopen_within_days: int | None = None
    ask_for_rating: bool | None = None
    ask_after_minutes: int | None = None
    undo_seconds: int | None = None
