"""API keys, deliveries and health as REST shows them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.schemas.common import ID, MOMENT, IdQuery, Out, example
from api.schemas.tickets import In
from core.access.actor import Role


class KeyDraft(In):
    """What a new key may do. Without `person_id` it acts as a person of its own."""

    role: Role
    scopes: list[str] = Field(
        default_factory=list, max_length=20, description="None means all of the role's."
    )
    name: str = Field(default="integration", min_length=1, max_length=100)
    days: int | None = Field(default=None, ge=1, le=3650, description="None: without end.")
    person_id: UUID | None = None


class Rotation(In):
    """How long the old key still works."""

    grace_days: int = Field(default=0, ge=0, le=365)


class NewKey(Out):
    """A new key. Its `secret` is told now and never again, not even to a repeated request."""

    model_config = example(
        id=ID, secret="dh_...", scopes=["tickets:read"], expires_at="2027-03-02T09:15:00Z"
    )

    id: UUID
    secret: str | None
    scopes: tuple[str, ...]
    expires_at: datetime | None


class Key(Out):
    """An API key without its secret."""

    model_config = example(
        id=ID,
        name="Monitoring",
        hint="dh_x7Qa",
        person_id=ID,
        scopes=["tickets:read"],
        created_at=MOMENT,
        expires_at=None,
        revoked_at=None,
    )

    id: UUID
    name: str
    hint: str = Field(description="How the secret begins.")
    person_id: UUID
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


class Keys(BaseModel):
    """All keys, newest first."""

    items: list[Key]


class Delivery(Out):
    """One thing owed to one place, and how it stands."""

    model_config = example(
        id=ID,
        platform="slack",
        kind="message",
        state="dead",
        ticket_id=ID,
        message_id=ID,
        place_id=ID,
        attempts=12,
        error="channel_not_found",
        created_at=MOMENT,
        next_at=MOMENT,
        sent_at=None,
    )

    id: UUID
    platform: str
    kind: str
    state: str
    ticket_id: UUID | None
    message_id: UUID | None
    place_id: UUID
    attempts: int
    error: str | None
    created_at: datetime
    next_at: datetime
    sent_at: datetime | None


class Deliveries(BaseModel):
    """Some deliveries, newest first."""

    items: list[Delivery]
    next: str | None


class DeliveryQuery(IdQuery):
    """Which deliveries."""

    state: (
        Literal[
            "queued", "sending", "checking", "sent", "unknown", "dead", "withheld", "superseded"
        ]
        | None
    ) = None


class Redriven(BaseModel):
    """It waits to be sent again."""

    id: UUID
    state: Literal["queued"] = "queued"


class DependencyState(BaseModel):
    """One thing that we depend on."""

    state: Literal["up", "down"]
    problem: str | None = None


class Readiness(BaseModel):
    """Whether we can serve, and if not, because of what."""

    ready: bool
    checks: dict[str, DependencyState]
