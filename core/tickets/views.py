"""Read models of tickets: what cards, lists and REST show, in one statement each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, literal_column, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.conversation.audience import Audience
from core.conversation.models import Message
from core.database.unit_of_work import UnitOfWork
from core.errors import NotFound
from core.people.models import Person
from core.tickets.catalogue import Catalogue, catalogue
from core.tickets.models import Clock, Tag, Ticket, TicketTag
from core.tickets.queries import ref_of, visible_to
from core.tickets.rules import Base, waiting_on


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
    quote: str
    due_at: datetime | None
    created_at: datetime
    updated_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    deleted_at: datetime | None
    clocks: tuple[ClockView, ...]

    def clock(self, metric: str) -> ClockView | None:
        """The clock of that metric, if the ticket has one."""
        return next((c for c in self.clocks if c.metric == metric), None)


_requester, _assignee = aliased(Person), aliased(Person)
_clocks = (
    select(
        func.jsonb_agg(
            aggregate_order_by(func.to_jsonb(literal_column(Clock.__tablename__)), Clock.metric)
        )
    )
    .where(Clock.ticket_id == Ticket.id)
    .correlate(Ticket)
    .scalar_subquery()
    .label("clocks")
)
_tags = (
    select(func.array_agg(Tag.name))
    .join(TicketTag, TicketTag.tag_id == Tag.id)
    .where(TicketTag.ticket_id == Ticket.id)
    .correlate(Ticket)
    .scalar_subquery()
    .label("tags")
)
_quote = (
    select(func.left(Message.body, 600))
    .where(
        Message.ticket_id == Ticket.id,
        Message.audience == Audience.PUBLIC.value,
        Message.author_role == "customer",
        Message.deleted_at.is_(None),
    )
    .order_by(Message.id.desc())
    .limit(1)
    .correlate(Ticket)
    .scalar_subquery()
    .label("quote")
)


# Built once: to put it together costs as much as to run it for one ticket.
_views: Select[Any] = (
    select(
        *Ticket.__table__.columns,
        _requester.name.label("requester_name"),
        _requester.email.label("requester_email"),
        _assignee.name.label("assignee_name"),
        _clocks,
        _tags,
        _quote,
    )
    .select_from(Ticket)
    .join(_requester, _requester.id == Ticket.requester_id)
    .outerjoin(_assignee, _assignee.id == Ticket.assignee_id)
)


def select_views() -> Select[Any]:
    """The statement behind every view; add filters, order and limit."""
    return _views


_SAME = (
    "id",
    "number",
    "subject",
    "priority",
    "category_id",
    "subcategory_id",
    "policy_id",
    "source",
    "language",
    "revision",
    "message_count",
    "custom_fields",
    "due_at",
    "created_at",
    "updated_at",
    "resolved_at",
    "closed_at",
    "deleted_at",
    "requester_email",
)


def to_view(uow: UnitOfWork, words: Catalogue, row: Row[Any]) -> TicketView:
    """A view from a row of :func:`select_views`."""
    r = row._mapping
    status = words.statuses[r["status_id"]]
    category = words.categories.get(r["subcategory_id"] or r["category_id"])
    team = words.teams.get(r["team_id"]) if r["team_id"] else None
    return TicketView(
        **{name: r[name] for name in _SAME},
        ref=ref_of(uow, r["number"]),
        status=status.name,
        base=status.base,
        category=category.path if category else (),
        team=Named(team.id, team.name) if team else None,
        requester=Named(r["requester_id"], r["requester_name"]),
        assignee=Named(r["assignee_id"], r["assignee_name"]) if r["assignee_id"] else None,
        tags=tuple(sorted(r["tags"] or ())),
        waiting_on=waiting_on(status.base, r["last_said_by"]),
        quote=r["quote"] or "",
        clocks=tuple([_to_clock(c) for c in r["clocks"] or ()]),
    )


def _to_clock(raw: dict[str, Any]) -> ClockView:
    return ClockView(
        metric=raw["metric"],
        state=raw["state"],
        minutes=raw["minutes"],
        counted=raw["counted"],
        running_since=_moment(raw["running_since"]),
        due_at=_moment(raw["due_at"]),
        met_at=_moment(raw["met_at"]),
        breached_at=_moment(raw["breached_at"]),
    )


def _moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None


async def view_ticket(uow: UnitOfWork, actor: Actor, number: int) -> TicketView:
    """One ticket as the actor may see it. Raises :class:`NotFound`."""
    require(actor, Permission.READ)
    query = select_views().where(Ticket.number == number, visible_to(actor))
    row = (await uow.session.execute(query)).one_or_none()
    if row is None:
        raise NotFound(ref=ref_of(uow, number))
    return to_view(uow, await catalogue(uow), row)


async def view_for_card(uow: UnitOfWork, ticket_id: UUID) -> TicketView | None:
    """The ticket for its own card, whoever looks at it, deleted ones included.

    Used by the sender only: the audience gate decides who sees the card.
    """
    row = (await uow.session.execute(select_views().where(Ticket.id == ticket_id))).one_or_none()
    return to_view(uow, await catalogue(uow), row) if row else None
