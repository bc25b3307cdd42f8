"""The table of who is at a ticket at this moment."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base, Owned


class Presence(Owned, Base):
    """Somebody is ``viewing`` a ticket, or ``replying`` to it, ``until`` then unless they are
    seen again. Unlogged: after a crash nobody is there."""

    __tablename__ = "presences"

    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    act: Mapped[str]
    until: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("ticket_id", "person_id", "act"),
        {"prefixes": ["UNLOGGED"]},
    )
