"""Tables of the knowledge base, and of the words by which anything is found."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base, Owned
from core.database.vectors import Meant


class Article(Owned, Base):
    """A page of the knowledge base in Markdown, for an audience."""

    __tablename__ = "articles"

    slug: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]
    audience: Mapped[str]
    status: Mapped[str] = mapped_column(default="published")
    category: Mapped[str] = mapped_column(default="")
    tags: Mapped[list[str]] = mapped_column(default=list)
    language: Mapped[str] = mapped_column(default="en")
    origin: Mapped[str] = mapped_column(default="desk")
    checksum: Mapped[str]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("organisation_id", "slug"),)


class Passage(Owned, Base):
    """A section of an article that can stand alone as an answer."""

    __tablename__ = "passages"

    article_id: Mapped[UUID] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    heading: Mapped[str]
    body: Mapped[str]
    words: Mapped[Any] = mapped_column(TSVECTOR, nullable=True)


class PassageVector(Meant, Base):
    """What a passage means, with its title and heading."""

    __tablename__ = "passage_vectors"

    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), index=True
    )
    passage_id: Mapped[UUID] = mapped_column(
        ForeignKey("passages.id", ondelete="CASCADE"), primary_key=True
    )

    __table_args__ = (
        Index("ix_passage_vectors_stale", "organisation_id", postgresql_where=text("stale")),
    )


class ArticleVector(Meant, Base):
    """What people ask of an article, as its tags say it; none if it has no tags."""

    __tablename__ = "article_vectors"

    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), index=True
    )
    article_id: Mapped[UUID] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )

    __table_args__ = (
        Index("ix_article_vectors_stale", "organisation_id", postgresql_where=text("stale")),
    )


class Ask(Owned, Base):
    """A question that somebody asked, and whether we could answer it: the rest is a gap."""

    __tablename__ = "asks"

    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    question: Mapped[str]
    answered: Mapped[bool]
    citations: Mapped[list[str]]
    surface: Mapped[str]
    thread: Mapped[str | None]
    ticket_id: Mapped[UUID | None] = mapped_column(ForeignKey("tickets.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]

    __table_args__ = (Index("ix_asks_gaps", "organisation_id", "answered", "created_at"),)
