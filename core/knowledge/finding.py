"""Finding passages by words: candidates from the index, then BM25 with field weights.

BM25 as in Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and
Beyond" (2009), section 3; a word in a title or heading counts as if it stood in the
text several times (BM25F's simple form, section 3.6).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, column, func, literal, select, text

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.database.search import as_config
from core.database.unit_of_work import UnitOfWork
from core.knowledge.articles import readable_articles
from core.knowledge.models import Article, Passage

CANDIDATES = 2000
_WEIGHTS = {"A": 4.0, "B": 3.0, "C": 1.0, "D": 1.0}
_K1, _B = 1.2, 0.6

_MATCHES = text(
    """
    SELECT p.id, w.lexeme, w.weights, length(p.words) AS size
    FROM passages p, unnest(p.words) AS w
    WHERE p.id = ANY(:ids) AND w.lexeme = ANY(:words)
    """
)


@dataclass(frozen=True)
class Hit:
    """A passage, how well it fits (BM25), and which part of the question it covers (0..1).

    ``strength`` is the score in units of the rarest possible word's weight.
    """

    passage_id: UUID
    score: float
    coverage: float
    strength: float = 0.0
    slug: str = ""
    title: str = ""
    heading: str = ""
    body: str = ""


async def find_passages(uow: UnitOfWork, actor: Actor, question: str, limit: int = 5) -> list[Hit]:
    """The passages that the actor may read and that fit best, at most ``limit``."""
    require(actor, Permission.READ_ARTICLES)
    words = await _words_of(uow, question)
    if not words:
        return []
    ids = await _candidates(uow, actor, words)
    if not ids:
        return []
    total = await uow.session.scalar(select(func.count()).select_from(Passage)) or 1
    rows = (await uow.session.execute(_MATCHES, {"ids": ids, "words": words})).all()
    hits = sorted(_scored(rows, words, total), key=lambda hit: -hit.score)[:limit]
    return await _with_texts(uow, hits)


async def _words_of(uow: UnitOfWork, question: str) -> list[str]:
    """The question's stems, without stop words."""
    vector = func.to_tsvector(as_config(uow.language), question[:2000])
    found: list[str] | None = await uow.session.scalar(select(func.tsvector_to_array(vector)))
    return found or []


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


def _scored(rows: Iterable[Any], words: list[str], total: int) -> list[Hit]:
    frequencies: dict[UUID, dict[str, float]] = defaultdict(dict)
    sizes: dict[UUID, int] = {}
    documents: Counter[str] = Counter()
    for row in rows:
        frequencies[row.id][row.lexeme] = sum(_WEIGHTS[w] for w in row.weights)
        sizes[row.id] = row.size
        documents[row.lexeme] += 1
    rarity = {w: math.log(1 + (total - documents[w] + 0.5) / (documents[w] + 0.5)) for w in words}
    average = sum(sizes.values()) / max(1, len(sizes))
    asked = sum(rarity.values())
    hits = []
    for passage_id, counts in frequencies.items():
        norm = _K1 * (1 - _B + _B * sizes[passage_id] / average)
        score = sum(rarity[w] * n * (_K1 + 1) / (n + norm) for w, n in counts.items())
        coverage = sum(rarity[w] for w in counts) / asked
        hits.append(Hit(passage_id, score, coverage, score / math.log(2 + total)))
    return hits


async def _with_texts(uow: UnitOfWork, hits: list[Hit]) -> list[Hit]:
    rows = await uow.session.execute(
        select(Passage.id, Passage.heading, Passage.body, Article.slug, Article.title)
        .join(Article, Article.id == Passage.article_id)
        .where(Passage.id.in_([hit.passage_id for hit in hits]))
    )
    texts = {row.id: row for row in rows}
    return [
        replace(h, slug=t.slug, title=t.title, heading=t.heading, body=t.body)
        for h in hits
        if (t := texts.get(h.passage_id))
    ]
