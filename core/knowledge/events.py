"""Facts about the knowledge base."""

from dataclasses import dataclass
from uuid import UUID

from core.events.event import Event


@dataclass(frozen=True, kw_only=True)
class ArticlePublished(Event):
    """An article, or a new text of one, can be read from now on."""

    article_id: UUID
    audience: str
