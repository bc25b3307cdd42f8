"""Tickets as REST shows them, and how lists of them are asked for."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from api.schemas.common import ID, MOMENT, Named, Out, example
from core.access.actor import Actor
from core.sla.rules import Metric
from core.tickets.reading.listing import Filter, Page
from core.tickets.reading.views import TicketView
from core.tickets.rules import Base


class Clock(Out):
    """One target as it stands; `due_at` is empty while it does not run."""

    metric: str
    state: str
    minutes: int = Field(description="The target.")
    counted: float = Field(description="Seconds that counted before `running_since`.")
    running_since: datetime | None
    due_at: datetime | None
    met_at: datetime | None
    breached_at: datetime | None


class Ticket(Out):
    """A ticket. Customers get it without tags, team, policy and staff's clocks."""

    model_config = example(
        id=ID,
        ref="TIK-1042",
        number=1042,
        subject="Cannot reset my password",
        status="Open",
        base="open",
        priority="high",
        category=["Accounts", "Login"],
        category_id=ID,
        subcategory_id=ID,
        team={"id": ID, "name": "Accounts"},
        requester={"id": ID, "name": "Ana Ruiz"},
        requester_email="ana@example.com",
        assignee={"id": ID, "name": "Sam Lee"},
        policy_id=ID,
        source="api",
        language="en",
        tags=["vip"],
        revision=7,
        waiting_on="us",
        message_count=3,
        custom_fields={},
        quote="The reset mail never arrives.",
        due_at=None,
        created_at=MOMENT,
        updated_at=MOMENT,
        resolved_at=None,
        closed_at=None,
        clocks=[],
    )

    id: UUID
    ref: str = Field(description="As people name it.")
    number: int
    subject: str
    status: str = Field(description="In the organisation's own words.")
    base: Base = Field(description="What the status means.")
    priority: str
    category: tuple[str, ...] = Field(description="The path of names from the root.")
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
    revision: int = Field(description="Rises with every change; see the ETag.")
    waiting_on: str = Field(description="Whose move it is: us, customer or nobody.")
    message_count: int = Field(description="Public messages.")
    custom_fields: dict[str, Any] = Field(
        description="Values by key: texts, numbers, `2026-01-31`, true or false, ids of people. "
        "Which there are, `/fields` says; a ticket has those of its category."
    )
    quote: str = Field(description="The customer's latest words.")
    due_at: datetime | None
    created_at: datetime
    updated_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    clocks: tuple[Clock, ...]
    snoozed_until: datetime | None = Field(default=None, description="Put aside until then.")
    escalated_at: datetime | None = Field(default=None, description="Since when more is asked for.")
    merged: tuple[str, ...] = Field(default=(), description="Tickets that go on in this one.")
    merged_into: str = Field(
        default="", description="Where a customer's own ticket goes on, in another's."
    )
    gathers: tuple[str, ...] = Field(
        default=(), description="Staff only: tickets that are answered and ended with this one."
    )
    gathered_under: str = Field(default="", description="Staff only: the one that gathers it.")
    alike: tuple[str, ...] = Field(
        default=(), description="Staff only: open tickets that seem to ask the same."
    )
    answer_outdated_at: datetime | None = Field(
        default=None,
        description="Staff only: the customer changed then what staff had answered before.",
    )


class TicketPage(BaseModel):
    """Some tickets, and where to go on."""

    items: list[Ticket]
    next: str | None = Field(description="Give it as `cursor` to get the next page.")
    total: int | None = Field(default=None, description="Only if `count` was asked for.")


def to_ticket(actor: Actor, view: TicketView) -> Ticket:
    """The ticket for that reader."""
    if not actor.is_staff:
        promised = tuple(c for c in view.clocks if c.metric == Metric.FIRST_RESPONSE)
        own = {f.key: view.custom_fields[f.key] for f in view.fields if not f.staff_only}
        view = replace(view, snoozed_until=None, escalated_at=None, merged=())
        view = replace(view, gathers=(), gathered_under="", alike=(), answer_outdated_at=None)
        view = replace(view, tags=(), team=None, policy_id=None, clocks=promised, custom_fields=own)
    return Ticket.model_validate(view)


def to_page(actor: Actor, page: Page, *, total: int | None = None) -> TicketPage:
    """A page of tickets for that reader."""
    items = [to_ticket(actor, view) for view in page.tickets]
    return TicketPage(items=items, next=page.next, total=total)


class TicketQuery(BaseModel):
    """Filters, order and page. `status`, `priority` and `tag` may be given more than once."""

    model_config = ConfigDict(extra="forbid")

    view: Literal[
        "mine",
        "unassigned",
        "snoozed",
        "escalated",
        "open",
        "waiting",
        "breaching",
        "overdue",
        "snoozed",
        "escalated",
        "recent",
        "all",
    ] = "all"
    status: list[str] = Field(default_factory=list, description="Names; any of them.")
    priority: list[str] = Field(default_factory=list, description="Any of them.")
    assignee: str | None = Field(default=None, description="me, an address, a name, or none.")
    requester: str | None = Field(default=None, description="me, an address or a name.")
    team: str | None = Field(default=None, description="A name or id.")
    category: str | None = Field(default=None, description="A name, path or id.")
    tag: list[str] = Field(default_factory=list, description="All of them.")
    field: list[Annotated[str, Field(max_length=1100)]] = Field(
        default_factory=list, description="Custom fields as `KEY=VALUE`; all of them."
    )
    created_after: AwareDatetime | None = None
    created_before: AwareDatetime | None = None
    updated_after: AwareDatetime | None = None
    resolved_after: AwareDatetime | None = None
    resolved_before: AwareDatetime | None = None
    done: bool | None = Field(default=None, description="Resolved or closed, or not.")
    search: str | None = Field(
        default=None, max_length=500, description="Words; the best match comes first."
    )
    sort: Literal["created_at", "-created_at", "updated_at", "-updated_at", "number", "-number"] = (
        Field(default="-created_at", description="`-` for descending. Not with `search`.")
    )
    cursor: str | None = Field(default=None, max_length=500, description="`next` of before.")
    limit: int = Field(default=50, ge=1, le=200)
    count: bool = Field(default=False, description="Count all that fit, too.")

    @model_validator(mode="after")
    def _best_match_has_its_own_order(self) -> Self:
        if self.search is not None and {"sort", "cursor", "count"} & self.model_fields_set:
            raise ValueError("with search leave out sort, cursor and count")
        return self

    def to_filter(self) -> Filter:
        """The filter in the core's words."""
        return Filter(
            view=self.view,
            status=tuple(self.status),
            priority=tuple(self.priority),
            assignee=self.assignee,
            requester=self.requester,
            team=self.team,
            category=self.category,
            tag=tuple(self.tag),
            field=tuple(self.field),
            created_after=self.created_after,
            created_before=self.created_before,
            updated_after=self.updated_after,
            resolved_after=self.resolved_after,
            resolved_before=self.resolved_before,
            done=self.done,
        )


class In(BaseModel):
    """Something that is sent to us; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")
