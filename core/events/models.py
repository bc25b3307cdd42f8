"""Tables of what happened and of what is owed because of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base, Owned
from core.ids import new_id


class EventRow(Owned, Base):
    """One fact: history, audit and announcement in one append-only row.

    ``position`` is given after commit by the sequencer; readers that follow the
    stream go by it, because ids commit out of order.
    """

    __tablename__ = "events"

    type: Mapped[str]
    ticket_id: Mapped[UUID | None]
    actor_id: Mapped[UUID | None]
    surface: Mapped[str]
    request_id: Mapped[str | None]
    at: Mapped[datetime]
    data: Mapped[dict[str, Any]]
    position: Mapped[int | None] = mapped_column(BigInteger, unique=True)

    __table_args__ = (
        Index("ix_events_ticket", "ticket_id", "id"),
        Index("ix_events_stream", "organisation_id", "position"),
        Index("ix_events_unplaced", "id", postgresql_where=text("position IS NULL")),
    )


class Leased:
    """Columns of a row that is its own queue entry (see ``leasing.py``).

    Rows of one ``lane`` are taken in the order of ``seq``, one at a time. ``leased_by`` is
    the process that took it last.
    """

    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True), index=True)
    lane: Mapped[str]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    leased_by: Mapped[UUID | None]
    error: Mapped[str | None]
    created_at: Mapped[datetime]


class Receipt(Leased, Base):
    """An inbound thing accepted: committed before it is acknowledged, handled once."""

    __tablename__ = "receipts"

    key: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID | None]
    payload: Mapped[dict[str, Any] | None]
    handled_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_receipts_waiting", "lane", "seq", postgresql_where=text("state = 'received'")),
    )


class Delivery(Leased, Owned, Base):
    """One thing owed to one place, with its state.

    It holds references; what is said is rendered when it is sent. ``content`` is
    used only for an answer to one person, and emptied once that was sent.
    ``request_id`` leads back to what it was owed for, through the logs.
    """

    __tablename__ = "deliveries"

    platform: Mapped[str]
    workspace: Mapped[str]
    place_id: Mapped[UUID] = mapped_column(ForeignKey("places.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    ticket_id: Mapped[UUID | None]
    message_id: Mapped[UUID | None] = mapped_column(index=True)
    event_id: Mapped[UUID | None]
    content: Mapped[dict[str, Any] | None]
    request_id: Mapped[str | None]
    viewer: Mapped[str | None]
    secret: Mapped[bytes | None]
    secret_until: Mapped[datetime | None]
    external_id: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    aside: Mapped[bool] = mapped_column(server_default=text("false"))
    """It changes what stands there: what is said goes past it."""

    __table_args__ = (
        Index(
            "ix_deliveries_waiting",
            "lane",
            "seq",
            postgresql_where=text("state IN ('queued', 'sending', 'checking')"),
        ),
        Index(
            "uq_deliveries_card",
            "place_id",
            unique=True,
            postgresql_where=text("kind = 'card' AND state = 'queued'"),
        ),
        Index(
            "ix_deliveries_lines", "ticket_id", "created_at", postgresql_where=text("kind = 'line'")
        ),
    )


class Due(Base):
    """A moment at which something must be looked at, whatever the organisation."""

    __tablename__ = "due"

    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    due_at: Mapped[datetime] = mapped_column(index=True)


class Lease(Base):
    """The right to be the only one doing a named thing, until it expires."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[UUID] = mapped_column(default=new_id)
    until: Mapped[datetime]
