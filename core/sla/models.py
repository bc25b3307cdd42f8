"""Tables of what is promised: policies and their targets."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base, Owned


class SlaPolicy(Owned, Base):
    """A set of targets. The default one serves every ticket."""

    __tablename__ = "sla_policies"

    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    is_default: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("organisation_id", "name"),)


class SlaTarget(Owned, Base):
    """How many minutes a policy allows for one metric at one priority."""

    __tablename__ = "sla_targets"

    policy_id: Mapped[UUID] = mapped_column(ForeignKey("sla_policies.id", ondelete="CASCADE"))
    priority: Mapped[str]
    metric: Mapped[str]
    minutes: Mapped[int]

    __table_args__ = (UniqueConstraint("policy_id", "priority", "metric"),)


class ClockWarning(Owned, Base):
    """Where people were warned of a clock. What it says is rendered from the clock.

    Clocks with the same ``bundle_id`` stand in one message.
    """

    __tablename__ = "clock_warnings"

    clock_id: Mapped[UUID] = mapped_column(ForeignKey("clocks.id", ondelete="CASCADE"))
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    place_id: Mapped[UUID] = mapped_column(ForeignKey("places.id", ondelete="CASCADE"))
    bundle_id: Mapped[UUID]
    created_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("clock_id", "place_id"),
        Index("ix_clock_warnings_bundle", "bundle_id"),
    )
