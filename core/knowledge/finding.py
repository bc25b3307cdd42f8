"""Finding passages by words: candidates from the index, then BM25 with field weights."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, column, func, literal, select, text

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.database.unit_of_work import UnitOfWork
from core.knowledge.articles import readable_articles
from core.knowledge.models import Article, Passage
from core.knowledge.scoring import Fit, score_passages
from core.knowledge.wording import Concept, read_question

CANDIDATES = 2000

_MATCHES = text(
    """
    SELECT p.id AS passage_id, p.article_id, w.lexeme, w.weights, length(p.words) AS size
    FROM passages p, unnest(p.words) AS w
    WHERE p.id = ANY(:ids) AND w.lexeme = ANY(:words)
    """
)


@dataclass(frozen=True)
class Hit:
    passage_id: UUID
    score: float
    fit: Fit
    slug: str
    title: str
    heading: str
    body: str

    @property
    def coverage(self):
        return self.fit.features['coverage']

    @property
    def strength(self):
        return self.fit.features['score']


async def find_passages(uow: UnitOfWork, actor: Actor, question: str, limit: int = 5) -> list[Hit]:
    """The passages that the actor may read and that fit best, at most ``limit``."""
    require(actor, Permission.READ_ARTICLES)
    concepts = await read_question(uow, question)
    words = sorted({form for concept in concepts for form in concept.forms})
    ids = await _candidates(uow, actor, words) if words else []
    if not ids:
        return []
    total = await uow.session.scalar(select(func.count()).select_from(Passage)) or 1
    rows = (await uow.session.execute(_MATCHES, {"ids": ids, "words": words})).all()
    fits = score_passages(rows, concepts, total)[:limit]
    return await _with_texts(uow, fits)


async def _candidates(uow: UnitOfWork, actor: Actor, words: list[str]) -> list[UUID]:
    """Passages with any of the words, filtered by what the actor may read."""
    any_of = " | ".join("'" + word.replace("'", "''") + "'" for word in words)
    found = func.search_documents_for(
        "passage", func.to_tsquery("simple", any_of), True, literal(CANDIDATES, Integer)
    )
    query = (
        select(Passage.id)
        .join(Article, Article.id == Passage.article_id)
        .where(Passage.id.in_(select(column("id")).select_from(found)), readable_articles(actor))
    )
    return list(await uow.session.scalars(query))


async def _with_texts(uow: UnitOfWork, fits: list[Fit]) -> list[Hit]:
    rows = await uow.session.execute(
        select(Passage.id, Passage.heading, Passage.body, Article.slug, Article.title)
        .join(Article, Article.id == Passage.article_id)
        .where(Passage.id.in_([fit.passage_id for fit in fits]))
    )
    texts = {row.id: row for row in rows}
    return [
        Hit(f.passage_id, f.score, f, t.slug, t.title, t.heading, t.body)
        for f in fits
        if (t := texts.get(f.passage_id))
    ]
