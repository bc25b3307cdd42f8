"""Tables of files: what people brought, and one-time addresses for bringing it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base, Owned


class Attachment(Owned, Base):
    """A file that somebody brought. Until a message names it, it is its owner's alone.

    ``state`` is ``kept`` (the content is in the storage), ``missing`` (it could not be had;
    ``problem`` says why, ``origin`` where it was) or ``removed``. ``thread`` names the
    conversation in which it was brought before there was a ticket.
    """

    __tablename__ = "attachments"

    ticket_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("tickets.id", ondelete="CASCADE"), index=True
    )
    message_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("messages.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), index=True
    )
    thread: Mapped[str | None]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    storage_key: Mapped[str | None]
    thumbnail_key: Mapped[str | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    state: Mapped[str]
    problem: Mapped[str | None]
    origin: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_attachments_unsaid", "created_at", postgresql_where=text("message_id IS NULL")),
        Index(
            "ix_attachments_removed",
            "created_at",
            postgresql_where=text("state = 'removed'"),
        ),
    )


class UploadLink(Owned, Base):
    """A one-time address under which a person may bring one file to one ticket."""

    __tablename__ = "upload_links"

    token_hash: Mapped[str] = mapped_column(unique=True)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    audience: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
