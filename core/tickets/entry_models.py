"""Table of the one-time links by which customers come to the web chat."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base, Owned


class EntryLink(Owned, Base):
    """A one-time address under which a customer goes on with a ticket in the web chat."""

    __tablename__ = "entry_links"

    token_hash: Mapped[str] = mapped_column(unique=True)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_entry_links_expires", "expires_at"),)
