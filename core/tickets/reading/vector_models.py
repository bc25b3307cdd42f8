"""The table of what tickets mean."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base
from core.database.vectors import Meant


class TicketVector(Meant, Base):
    """What a ticket means, by what was said publicly when it was opened: whoever may see
    the ticket may be led to it by this."""

    __tablename__ = "ticket_vectors"

    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE")
    )
    ticket_id: Mapped[UUID] = mapped_column(
        ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True
    )

    __table_args__ = (
        Index("ix_ticket_vectors_newest", "organisation_id", text("ticket_id DESC")),
        Index("ix_ticket_vectors_stale", "organisation_id", postgresql_where=text("stale")),
    )
