"""Finding by words: the searchable documents, and how words become a query.

Deskhand stems in the languages that Postgres knows; a query is read in the
organisation's language and, so that names and numbers are found as written, plainly.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, func, literal
from sqlalchemy.dialects.postgresql import REGCONFIG, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base

CONFIGURATIONS = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}


class SearchDocument(Base):
    """The words by which a ticket or passage is found, for customers and for staff.

    Guarded by row-level security but not against its owner, because ``@@`` under
    a policy cannot use the index; read through ``search_documents_for``, or by id.
    """

    __tablename__ = "search_documents"

    kind: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), index=True
    )
    audience: Mapped[str]
    public: Mapped[Any] = mapped_column(TSVECTOR)
    internal: Mapped[Any] = mapped_column(TSVECTOR)

    __table_args__ = (
        Index("ix_search_documents_public", "public", postgresql_using="gin"),
        Index("ix_search_documents_internal", "internal", postgresql_using="gin"),
    )


def configuration(language: str) -> str:
    """The text search configuration for a language tag; plain words for unknown ones."""
    return CONFIGURATIONS.get(language.split("-")[0].lower(), "simple")


def as_config(language: str) -> ColumnElement[Any]:
    """The same as an SQL value."""
    return literal(configuration(language)).cast(REGCONFIG)


def words_query(words: str, languages: list[str]) -> ColumnElement[Any]:
    """A tsquery for what a person typed (``"phrase"``, ``or``, ``-not`` are understood)."""
    query: ColumnElement[Any] = func.websearch_to_tsquery(as_config(languages[0]), words)
    for language in languages[1:]:
        query = query.op("||")(func.websearch_to_tsquery(as_config(language), words))
    return query
