"""What cards, lists and REST show of a ticket, as plain values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from core.tickets.configuration.field_rules import FieldView
from core.tickets.rules import Base


@dataclass(frozen=True)
class ClockView:
    """One target as it stands."""

    metric: str
    state: str
    minutes: int
    counted: float
    running_since: datetime | None
    due_at: datetime | None
    met_at: datetime | None
    breached_at: datetime | None


@dataclass(frozen=True)
class Named:
    """A thing and what it is called."""

    id: UUID
    name: str


@dataclass(frozen=True)
class TicketView:
    """A ticket as people see it."""

    id: UUID
    ref: str
    number: int
    subject: str
    status: str
    base: Base
    priority: str
    category: tuple[str, ...]
    category_id: UUID | None
    subcategory_id: UUID | None
    team: Named | None
    requester: Named
    requester_email: str | None
    assignee: Named | None
    policy_id: UUID | None
    source: str
    language: str
    tags: tuple[str, ...]
    revision: int
    waiting_on: str
    message_count: int
    custom_fields: dict[str, Any]
    fields: tuple[FieldView, ...]
    quote: str
    due_at: datetime | None
    created_at: datetime
    updated_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    deleted_at: datetime | None
    clocks: tuple[ClockView, ...]
    merged_into_id: UUID | None = None
    merged_at: datetime | None = None
    joined_at: datetime | None = None
    snoozed_until: datetime | None = None
    escalated_at: datetime | None = None
    split_from_id: UUID | None = None
    moved_at: datetime | None = None
    gathered_into_id: UUID | None = None
    gathers_since: datetime | None = None
    answer_outdated_at: datetime | None = None
    merged_into: str = ""
    merged: tuple[str, ...] = ()
    split_from: str = ""
    gathers: tuple[str, ...] = ()
    gathered_under: str = ""
    alike: tuple[str, ...] = ()

    def clock(self, metric: str) -> ClockView | None:
        """The clock of that metric, if the ticket has one."""
        return next((c for c in self.clocks if c.metric == metric), None)
