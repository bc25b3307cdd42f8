"""The table of replies that wait for their moment."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base, Owned


class HeldReply(Owned, Base):
    """A reply that its author may still take back: nobody else knows of it.

    ``state`` is ``waiting``, ``sent`` (``message_id`` is what was said), ``undone``,
    ``refused`` (``problem`` says why; ``draft_id`` names the text that its author got
    back) or ``outdated`` (``problem`` is the news). ``revision`` is the ticket's on which it
    was written, then the one of that news. The text stands here only while it waits. With
    ``note_id`` it is a note of the author's that is to be sent. ``place_id`` and ``viewer`` say
    where the author is told.
    """

    __tablename__ = "held_replies"

    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    number: Mapped[int]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    surface: Mapped[str]
    note_id: Mapped[UUID | None] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"))
    body: Mapped[str]
    attachment_ids: Mapped[list[str]]
    state: Mapped[str]
    problem: Mapped[str]
    revision: Mapped[int | None]
    draft_id: Mapped[UUID | None]
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("messages.id", ondelete="SET NULL"))
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("places.id", ondelete="SET NULL"))
    viewer: Mapped[str | None]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_held_replies_author", "author_id", "created_at"),
        Index(
            "ix_held_replies_waiting",
            "ticket_id",
            "author_id",
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "uq_held_replies_note",
            "note_id",
            unique=True,
            postgresql_where=text("state = 'waiting'"),
        ),
    )
