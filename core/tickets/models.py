"""Tables of tickets and of the words they are described with."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base, Owned

DEFAULT_POLICY = text("(SELECT p.id FROM sla_policies p WHERE p.is_default AND p.active LIMIT 1)")
"""In SQL, so that a ticket is inserted whole, without reading first."""


class Status(Owned, Base):
    """A status by its organisation's name; ``base`` is what the rules go by."""

    __tablename__ = "statuses"

    name: Mapped[str]
    base: Mapped[str]
    position: Mapped[int]
    hidden: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (UniqueConstraint("organisation_id", "name"),)


class Category(Owned, Base):
    """What a ticket is about; a tree of any depth."""

    __tablename__ = "categories"

    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    icon: Mapped[str] = mapped_column(default="")
    colour: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("categories.id", ondelete="RESTRICT"))
    required_fields: Mapped[list[str]] = mapped_column(default=list)
    created_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint(
            "organisation_id", "parent_id", "name", postgresql_nulls_not_distinct=True
        ),
    )


class Ticket(Owned, Base):
    """A customer's concern, from first word to resolution.

    ``revision`` rises with every change that a card shows, so that an act on an
    old card can be told from one on the present state. ``merged_into_id`` is where it
    goes on; ``joined_at`` says since when others go on here (None: none do). So for
    gathered ones: ``gathered_into_id`` and ``gathers_since``. ``split_from_id`` is the ticket
    whose messages it took over, ``moved_at`` when it last got another customer.
    ``answer_outdated_at``: what staff had answered was changed then. ``alike``: the open
    tickets that ask the same, kept on the newest.
    """

    __tablename__ = "tickets"

    number: Mapped[int] = mapped_column(default=func.next_ticket_number())
    subject: Mapped[str]
    status_id: Mapped[UUID] = mapped_column(ForeignKey("statuses.id"))
    priority: Mapped[str]
    category_id: Mapped[UUID | None] = mapped_column(ForeignKey("categories.id"))
    subcategory_id: Mapped[UUID | None] = mapped_column(ForeignKey("categories.id"))
    requester_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    assignee_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id", ondelete="SET NULL"))
    policy_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("sla_policies.id"), default=DEFAULT_POLICY
    )
    source: Mapped[str]
    language: Mapped[str]
    revision: Mapped[int] = mapped_column(default=1)
    last_said_by: Mapped[str] = mapped_column(default="customer")
    message_count: Mapped[int] = mapped_column(default=0)
    custom_fields: Mapped[dict[str, Any]] = mapped_column(default=dict)
    due_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("tickets.id"))
    merged_at: Mapped[datetime | None]
    joined_at: Mapped[datetime | None]
    split_from_id: Mapped[UUID | None] = mapped_column(ForeignKey("tickets.id"))
    split_at: Mapped[datetime | None]
    moved_at: Mapped[datetime | None]
    gathered_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("tickets.id"))
    gathered_at: Mapped[datetime | None]
    gathers_since: Mapped[datetime | None]
    alike: Mapped[list[str] | None] = mapped_column(JSONB(none_as_null=True))
    answer_outdated_at: Mapped[datetime | None]
    snoozed_until: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    lines_paused_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("organisation_id", "number"),
        Index("ix_tickets_newest", "organisation_id", text("created_at DESC"), text("id DESC")),
        Index("ix_tickets_status", "organisation_id", "status_id", text("created_at DESC")),
        Index("ix_tickets_assignee", "organisation_id", "assignee_id", text("created_at DESC")),
        Index("ix_tickets_requester", "requester_id", text("created_at DESC")),
        Index("ix_tickets_team", "team_id", text("created_at DESC")),
        Index(
            "ix_tickets_merged",
            "merged_into_id",
            postgresql_where=text("merged_into_id IS NOT NULL"),
        ),
        *(
            Index(f"ix_tickets_{name}", name, postgresql_where=text(f"{name} IS NOT NULL"))
            for name in ("split_from_id", "gathered_into_id")
        ),
        Index(
            "ix_tickets_snoozed",
            "organisation_id",
            "snoozed_until",
            postgresql_where=text("snoozed_until IS NOT NULL"),
        ),
        Index(
            "ix_tickets_escalated",
            "organisation_id",
            "escalated_at",
            postgresql_where=text("escalated_at IS NOT NULL"),
        ),
    )


class Tag(Owned, Base):
    """A word put on tickets, made on the fly."""

    __tablename__ = "tags"

    name: Mapped[str]

    __table_args__ = (UniqueConstraint("organisation_id", "name"),)


class TicketTag(Base):
    """A tag on a ticket. A join table, so that finding by tag uses its index under RLS."""

    __tablename__ = "ticket_tags"

    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), index=True
    )
    ticket_id: Mapped[UUID] = mapped_column(
        ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True
    )
    tag_id: Mapped[UUID] = mapped_column(
        ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Clock(Owned, Base):
    """One target of one ticket. ``due_at`` is empty while it does not run.

    ``counted`` is the time in seconds that ran before ``running_since``. ``warned`` is the
    highest step of the way, in percent, that was acted on; ``held_until`` says that people
    are alerted only when the quiet hours end.
    """

    __tablename__ = "clocks"

    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    metric: Mapped[str]
    state: Mapped[str]
    minutes: Mapped[int]
    counted: Mapped[float] = mapped_column(default=0.0)
    running_since: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    met_at: Mapped[datetime | None]
    breached_at: Mapped[datetime | None]
    warned: Mapped[int | None]
    held_until: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("ticket_id", "metric"),
        Index(
            "ix_clocks_held",
            "organisation_id",
            "held_until",
            postgresql_where=text("held_until IS NOT NULL"),
        ),
        Index(
            "ix_clocks_due",
            "organisation_id",
            "due_at",
            postgresql_where=text("due_at IS NOT NULL"),
        ),
    )


class Macro(Owned, Base):
    """A ready answer with what is to be done besides; ``team_id``: offered to that team."""

    __tablename__ = "macros"

    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    as_note: Mapped[bool] = mapped_column(default=False)
    actions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("organisation_id", "name"),)


class CustomField(Owned, Base):
    """A field of the organisation's own, for tickets of a category and below it, or of all."""

    __tablename__ = "custom_fields"

    key: Mapped[str]
    label: Mapped[str]
    kind: Mapped[str]
    hint: Mapped[str] = mapped_column(default="")
    choices: Mapped[list[str]] = mapped_column(default=list)
    category_id: Mapped[UUID | None] = mapped_column(ForeignKey("categories.id"))
    position: Mapped[int] = mapped_column(default=0)
    staff_only: Mapped[bool] = mapped_column(default=False)
    required_for_customers: Mapped[bool] = mapped_column(default=False)
    required_for_resolving: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("organisation_id", "key"),)
