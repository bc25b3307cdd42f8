"""The table of what customers were asked and what they answered."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base, Owned


class Survey(Owned, Base):
    """One question about one resolution, and its answer.

    ``reopened_at`` says that the resolution did not last: an open question is withdrawn
    by it, an answer is kept as it is. ``assignee_id`` and ``team_id`` are whose work it was.
    """

    __tablename__ = "surveys"

    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    requester_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    assignee_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(default="csat")
    score: Mapped[int | None]
    comment: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    changed_at: Mapped[datetime | None]
    reopened_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_surveys_standing",
            "ticket_id",
            unique=True,
            postgresql_where=text("reopened_at IS NULL"),
        ),
        Index("ix_surveys_answered", "organisation_id", "answered_at"),
    )
