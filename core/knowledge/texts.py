"""What has a meaning of its own: passages, articles, tickets; and the texts for them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from core.conversation.audience import Audience
from core.conversation.models import Message
from core.knowledge.models import Article, ArticleVector, Passage, PassageVector
from core.tickets.models import Ticket
from core.tickets.reading.vector_models import TicketVector

LONGEST = 4000
"""Characters of a text: more than a model reads."""

PART = "\x1e"
"""Stands between the parts of a text that means what they mean in the mean."""


@dataclass(frozen=True)
class Kind:
    """A table of vectors, its column that names the thing, and all texts (``id``, ``said``)."""

    table: type[PassageVector] | type[ArticleVector] | type[TicketVector]
    id: Any
    texts: Select[Any]


def passage_text(title: str, heading: str, body: str) -> str:
    """What stands for a passage: the body alone often does not say what it is about."""
    return ". ".join(filter(None, (title, heading, body)))[:LONGEST]


def asked_text(tags: Sequence[str]) -> str:
    """What stands for what people ask of an article: the words and phrases of its tags."""
    return PART.join(tags)[:LONGEST]


def _passages() -> Select[Any]:
    heading = func.nullif(Passage.heading, "")
    said = func.left(func.concat_ws(". ", Article.title, heading, Passage.body), LONGEST)
    return select(Passage.id, said.label("said")).join(Article, Article.id == Passage.article_id)


def _asked() -> Select[Any]:
    tags = func.jsonb_array_elements_text(Article.tags).table_valued("value", name="tags")
    said = select(func.string_agg(tags.c.value, PART)).scalar_subquery()
    return select(Article.id, func.left(said, LONGEST).label("said"))


def _first_words(*standing: ColumnElement[bool]) -> Any:
    """What was said first to the present customer, of the messages that stand there so."""
    return (
        select(Message.body)
        .where(
            *standing,
            Message.audience == Audience.PUBLIC.value,
            Message.deleted_at.is_(None),
            or_(Ticket.moved_at.is_(None), Message.created_at > Ticket.moved_at),
        )
        .order_by(Message.id)
        .limit(1)
        .correlate(Ticket)
        .scalar_subquery()
    )


def _tickets() -> Select[Any]:
    # What a ticket took over by a split is older than what was said on the ticket itself.
    opening = func.coalesce(
        _first_words(Message.split_into_id == Ticket.id),
        _first_words(Message.ticket_id == Ticket.id, Message.split_into_id.is_(None)),
    )
    # A ticket without a description opens with its subject.
    said = func.concat_ws(". ", Ticket.subject, func.nullif(opening, Ticket.subject))
    texts = select(Ticket.id, func.left(said, LONGEST).label("said"))
    return texts.where(Ticket.deleted_at.is_(None))


KINDS: Mapping[str, Kind] = {
    "embed_passages": Kind(PassageVector, PassageVector.passage_id, _passages()),
    "embed_articles": Kind(ArticleVector, ArticleVector.article_id, _asked()),
    "embed_tickets": Kind(TicketVector, TicketVector.ticket_id, _tickets()),
}
"""By the name of the job that makes their vectors."""


def hash_of(said: str) -> str:
    """What a text is known by."""
    return hashlib.sha256(said.encode()).hexdigest()[:32]
