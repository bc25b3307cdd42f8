"""Table of the emoji that people put on messages."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base, Owned


class MessageReaction(Owned, Base):
    """An emoji that somebody put on a message, in the place ``place_id`` (None: by no place).

    ``by_staff``: as one of the staff, and not as the ticket's customer. The same from two
    places are two rows: each platform shows its own, and each is taken away by itself.
    """

    __tablename__ = "message_reactions"

    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("places.id", ondelete="SET NULL"))
    emoji: Mapped[str]
    by_staff: Mapped[bool]
    created_at: Mapped[datetime]

    __table_args__ = (Index("ix_message_reactions_message", "message_id", "id"),)
