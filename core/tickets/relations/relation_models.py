"""Tables of how tickets hang together, who follows them, and who saw them last."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base, Owned


class TicketLink(Owned, Base):
    """``ticket_id`` is ``kind`` (related, duplicate_of, follow_up_of) to ``other_id``."""

    __tablename__ = "ticket_links"

    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    other_id: Mapped[UUID] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("ticket_id", "other_id", "kind"),)


class TicketMove(Owned, Base):
    """A ticket went from one customer to another; ``subject`` is the one it had before.

    ``undoes``: it went back.
    """

    __tablename__ = "ticket_moves"

    ticket_id: Mapped[UUID] = mapped_column(
        ForeignKey("tickets.id", ondelete="CASCADE"), index=True
    )
    from_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    to_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    subject: Mapped[str]
    undoes: Mapped[bool] = mapped_column(default=False)


class Follower(Base):
    """A member of staff who is told what is said publicly on a ticket, and of its end."""

    __tablename__ = "followers"

    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), index=True
    )
    ticket_id: Mapped[UUID] = mapped_column(
        ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    created_at: Mapped[datetime]


class RecentTicket(Base):
    """When a member of staff last looked at a ticket or did something with it."""

    __tablename__ = "recent_tickets"

    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True
    )
    ticket_id: Mapped[UUID] = mapped_column(
        ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[datetime]
