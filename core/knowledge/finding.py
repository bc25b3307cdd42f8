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
from core.knowledge.wording import Concept, is_strange, lexicon_of, nearest, read_question, respell

CANDIDATES = 2000
DUMP = None

_MATCHES = text(
    """
    SELECT p.id AS passage_id, p.article_id, w.lexeme, w.weights, w.positions, length(p.words) AS size
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
    if not ids and DUMP is not None: DUMP.append(([], concepts, 1))
    if not ids:
        return []
    total = await uow.session.scalar(select(func.count()).select_from(Passage)) or 1
    rows = (await uow.session.execute(_MATCHES, {"ids": ids, "words": words})).all()
    known = {row.lexeme for row in rows}
    strange = [c for c in concepts if is_strange(c, known)]
    if strange and (guesses := await _guesses(uow, actor, strange)):
        for c in concepts:
            if c.word in guesses:
                respell(c, guesses[c.word], await uow.cached(lexicon_of))
        words = sorted({form for concept in concepts for form in concept.forms})
        ids = await _candidates(uow, actor, words) if words else []
        rows = (await uow.session.execute(_MATCHES, {"ids": ids, "words": words})).all()
    if DUMP is not None: DUMP.append((rows, concepts, total))
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


_VOCABULARY = text(
    """
    SELECT w.lexeme, count(*) AS n FROM passages p, unnest(p.words) AS w
    WHERE p.id = ANY(:ids) AND left(w.lexeme, 2) = ANY(:starts) AND length(w.lexeme) >= 4
    GROUP BY 1
    """
)


async def _guesses(uow: UnitOfWork, actor: Actor, strange: list[Concept]) -> dict[str, str]:
    starts = sorted({c.word[:2] for c in strange})
    found = func.search_documents_for(
        "passage", func.to_tsquery("simple", " | ".join(f"'{s}':*" for s in starts)), True, literal(300, Integer)
    )
    query = (
        select(Passage.id)
        .join(Article, Article.id == Passage.article_id)
        .where(Passage.id.in_(select(column("id")).select_from(found)), readable_articles(actor))
    )
    ids = list(await uow.session.scalars(query))
    rows = await uow.session.execute(_VOCABULARY, {"ids": ids, "starts": starts})
    vocabulary = {lexeme: n for lexeme, n in rows}
    lexicon = await uow.cached(lexicon_of)
    for w in [*lexicon.alike, *lexicon.no_topic]:
        vocabulary.setdefault(w, 0)
    r = {c.word: g for c in strange if (g := nearest(c.word, vocabulary))}
    if r: print("GUESS", r)
    return r


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
