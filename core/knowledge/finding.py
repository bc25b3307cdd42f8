"""Finding passages by words: candidates from the index, scored by how well they fit."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Select, any_, column, func, literal, select, true

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.database.unit_of_work import UnitOfWork
from core.knowledge.articles import readable_articles
from core.knowledge.lexicon import lexicon_of
from core.knowledge.models import Article, Passage
from core.knowledge.scoring import Fit, score_passages
from core.knowledge.spelling import BEGINNING, may_be_mistyped
from core.knowledge.wording import Concept, read_question, respell

CANDIDATES = 5000
SAMPLE = 300
"""Passages whose words may be what a mistyped word was meant to be."""

_HELD = func.unnest(Passage.words).table_valued("lexeme", "positions", "weights", name="held")


@dataclass(frozen=True)
class Hit:
    """A passage with how well it fits: see :class:`core.knowledge.scoring.Fit`."""

    passage_id: UUID
    article_id: UUID
    score: float
    coverage: float
    strength: float
    slug: str
    title: str
    heading: str
    body: str


async def find_passages(
    uow: UnitOfWork, actor: Actor, question: str, limit: int = 5, *, one_each: bool = False
) -> list[Hit]:
    """The passages that the actor may read and that fit best, at most ``limit``.

    ``one_each`` gives the best passage of each article only.
    """
    require(actor, Permission.READ_ARTICLES)
    concepts = await read_question(uow, question)
    matches = await _matches(uow, actor, concepts)
    respelt = await _respelt(uow, actor, concepts, {match.lexeme for match in matches})
    if respelt != concepts:
        concepts, matches = respelt, await _matches(uow, actor, respelt)
    if not matches:
        return []
    fits = score_passages(matches, concepts, matches[0].total)
    if one_each:
        best: dict[UUID, Fit] = {}
        for fit in fits:
            best.setdefault(fit.article_id, fit)
        fits = list(best.values())
    return await _with_texts(uow, fits[:limit])


async def _matches(uow: UnitOfWork, actor: Actor, concepts: list[Concept]) -> list[Any]:
    """The words for the concepts with the passages in which they stand."""
    words = sorted({form for concept in concepts for form in concept.forms})
    if not words:
        return []
    total = select(func.count()).select_from(Passage).scalar_subquery()
    query = (
        _readable(actor, [_quoted(word) for word in words], CANDIDATES)
        .with_only_columns(
            Passage.id.label("passage_id"),
            Passage.article_id,
            _HELD.c.lexeme,
            _HELD.c.weights,
            func.length(Passage.words).label("size"),
            total.label("total"),
            maintain_column_froms=True,
        )
        .where(_HELD.c.lexeme == any_(literal(words)))
    )
    return list((await uow.session.execute(query)).all())


async def _respelt(
    uow: UnitOfWork, actor: Actor, concepts: list[Concept], known: set[str]
) -> list[Concept]:
    """The concepts, with what mistyped words probably meant."""
    lexicon = await lexicon_of(uow)
    strange = [
        concept
        for concept in concepts
        if may_be_mistyped(concept.word)
        and concept.word not in lexicon.alike
        and concept.word not in lexicon.no_topic
        and known.isdisjoint(concept.forms)
    ]
    if not strange:
        return concepts
    starts = sorted({concept.word[:BEGINNING] for concept in strange})
    query = (
        _readable(actor, [f"{_quoted(start)}:*" for start in starts], SAMPLE)
        .with_only_columns(_HELD.c.lexeme, func.count(), maintain_column_froms=True)
        .where(func.left(_HELD.c.lexeme, BEGINNING) == any_(literal(starts)))
        .group_by(_HELD.c.lexeme)
    )
    vocabulary = {word: count for word, count in await uow.session.execute(query)}
    return [
        (respell(concept, vocabulary, lexicon) or concept) if concept in strange else concept
        for concept in concepts
    ]


def _readable(actor: Actor, any_of: list[str], most: int) -> Select[Any]:
    """The words in passages that the actor may read and that have any of some words."""
    wanted = func.to_tsquery("simple", " | ".join(any_of))
    found = func.search_documents_for("passage", wanted, True, literal(most, Integer))
    return (
        select(Passage)
        .join(Article, Article.id == Passage.article_id)
        .join(_HELD, true())
        .where(Passage.id.in_(select(column("id")).select_from(found)), readable_articles(actor))
    )


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


async def _with_texts(uow: UnitOfWork, fits: list[Fit]) -> list[Hit]:
    rows = await uow.session.execute(
        select(Passage.id, Passage.heading, Passage.body, Article.slug, Article.title)
        .join(Article, Article.id == Passage.article_id)
        .where(Passage.id.in_([fit.passage_id for fit in fits]))
    )
    texts = {row.id: row for row in rows}
    return [
        Hit(
            passage_id=fit.passage_id,
            article_id=fit.article_id,
            score=fit.score,
            coverage=fit.coverage,
            strength=fit.strength,
            slug=texts[fit.passage_id].slug,
            title=texts[fit.passage_id].title,
            heading=texts[fit.passage_id].heading,
            body=texts[fit.passage_id].body,
        )
        for fit in fits
    ]
