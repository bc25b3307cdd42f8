"""Tables of the web chat: the posts that we keep ourselves, and how far each person has read."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base, Owned


class ChatPost(Owned, Base):
    """One post in a channel of the web chat.

    ``thread_id`` is the root post of the thread it stands in (none for a root).
    ``author_id`` is the person who wrote it; none means Deskhand. With
    ``viewer_id`` only that person sees it. ``content`` is a ``bot.cards`` Text
    or Card. ``delivery_id`` makes a repeated send find its own post again.
    ``changed_at`` lets a page that was just loaded catch up with what it missed.
    """

    __tablename__ = "chat_posts"

    channel: Mapped[str]
    thread_id: Mapped[UUID | None] = mapped_column(ForeignKey("chat_posts.id", ondelete="CASCADE"))
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    viewer_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    content: Mapped[dict[str, Any]]
    delivery_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("organisation_id", "delivery_id"),
        Index(
            "ix_chat_posts_channel_root",
            "organisation_id",
            "channel",
            "created_at",
            "id",
            postgresql_where=text("thread_id IS NULL"),
        ),
        Index("ix_chat_posts_channel", "organisation_id", "channel", "created_at"),
        Index("ix_chat_posts_changed", "organisation_id", "changed_at"),
        Index("ix_chat_posts_thread", "thread_id", "created_at", "id"),
        Index("ix_chat_posts_author", "author_id"),
        Index("ix_chat_posts_viewer", "viewer_id"),
    )


class ChatRead(Owned, Base):
    """How far a person has read a channel: what came after ``read_at`` is unread."""

    __tablename__ = "chat_reads"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    channel: Mapped[str]
    read_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("person_id", "channel"),)
