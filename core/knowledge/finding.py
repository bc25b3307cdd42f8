"""Finding passages by words and by meaning: candidates, scored by how well they fit."""

from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Select,
    Text,
    any_,
    cast,
    column,
    func,
    literal,
    select,
    true,
)

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.database.unit_of_work import UnitOfWork
from core.knowledge.articles import readable_articles
from core.knowledge.lexicon import lexicon_of
from core.knowledge.models import Article, Passage
from core.knowledge.nearness import near_passages
from core.knowledge.ports import Vector
from core.knowledge.scoring import (
    Fit,
    build_scale,
    choose_promising,
    score_nearness,
    score_passages,
)
from core.knowledge.spelling import BEGINNING, may_be_mistyped
from core.knowledge.wording import Concept, read_question, respell

HOLDERS = 1000
"""Passages with one word that are looked at, at most."""
PROMISING = 300
"""Passages that are read closely, those which have most of the question."""
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
    strange: float
    near: float | None
    asked: float | None
    slug: str
    title: str
    heading: str
    body: str


class _Held(NamedTuple):
    """A word stands in a passage, one of ``total``."""

    word: str
    passage_id: UUID
    article_id: UUID
    total: int


async def find_passages(
    uow: UnitOfWork,
    actor: Actor,
    question: str,
    limit: int = 5,
    *,
    one_each: bool = False,
    vector: Vector | None = None,
) -> list[Hit]:
    """The passages that the actor may read and that fit best, at most ``limit``.

    ``one_each`` gives the best passage of each article only; with the question's ``vector``
    those are found too that say it in other words.
    """
    require(actor, Permission.READ_ARTICLES)
    fits = await _fits(uow, actor, question, vector)
    if one_each:
        best: dict[UUID, Fit] = {}
        for fit in fits:
            best.setdefault(fit.article_id, fit)
        fits = list(best.values())
    return await _with_texts(uow, fits[:limit])


async def search_articles(
    uow: UnitOfWork, actor: Actor, words: str, *, limit: int = 50, vector: Vector | None = None
) -> list[Article]:
    """The articles that the actor may read and that fit, best first."""
    hits = await find_passages(uow, actor, words, limit, one_each=True, vector=vector)
    places = {hit.article_id: place for place, hit in enumerate(hits)}
    found = await uow.session.scalars(select(Article).where(Article.id.in_(places)))
    return sorted(found, key=lambda article: places[article.id])


async def _fits(uow: UnitOfWork, actor: Actor, question: str, vector: Vector | None) -> list[Fit]:
    concepts = await read_question(uow, question)
    readable = readable_articles(actor)
    postings = await _postings(uow, readable, concepts)
    respelt = await _respelt(uow, actor, concepts, {posting.word for posting in postings})
    if respelt != concepts:
        concepts, postings = respelt, await _postings(uow, readable, respelt)
    if not postings and vector is None:
        return []
    scale = build_scale(concepts, postings, postings[0].total if postings else 0)
    chosen = choose_promising(postings, scale, PROMISING)
    near = await near_passages(uow, readable, vector, chosen) if vector else []
    chosen = list(dict.fromkeys([*chosen, *(row.passage_id for row in near)]))
    fits = score_passages(postings, await _matches(uow, chosen, list(scale.gains)), scale)
    return score_nearness(fits, near, scale) if vector else fits


async def _postings(
    uow: UnitOfWork, readable: ColumnElement[bool], concepts: list[Concept]
) -> list[Any]:
    """The words for the concepts, with all passages of ``readable`` articles that have them."""
    words = sorted({form for concept in concepts for form in concept.forms})
    # Word by word, since the index answers that in no time, and what all passages have
    # of a long question would have to be read out of them.
    given = func.unnest(cast(words, ARRAY(Text))).table_valued("word", name="given")
    given = given.render_derived()
    found = _documents(func.plainto_tsquery("simple", given.c.word), HOLDERS).lateral("found")
    # Materialized, lest the planner asks the index for each passage anew.
    held = select(given.c.word, found.c.id).join_from(given, found, true()).cte("held")
    held = held.prefix_with("MATERIALIZED")
    total = select(func.count()).select_from(Passage).scalar_subquery()
    # By passage: to read the same ids again for each word takes longer than all else.
    query = (
        select(Passage.id, Passage.article_id, func.array_agg(held.c.word), total)
        .join_from(held, Passage, Passage.id == held.c.id)
        .join(Article, Article.id == Passage.article_id)
        .where(readable)
        .group_by(Passage.id, Passage.article_id)
    )
    rows = (await uow.session.execute(query)).all() if words else []
    return [
        _Held(word, passage_id, article_id, count)
        for passage_id, article_id, said, count in rows
        for word in said
    ]


async def _matches(uow: UnitOfWork, passage_ids: list[UUID], words: list[str]) -> list[Any]:
    """Where the words stand in these passages."""
    query = (
        select(Passage.id.label("passage_id"), Passage.article_id)
        .add_columns(_HELD.c.lexeme.label("word"), _HELD.c.weights)
        .add_columns(func.length(Passage.words).label("size"))
        .join(_HELD, true())
        .where(Passage.id.in_(passage_ids), _HELD.c.lexeme == any_(literal(words)))
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
    vocabulary = await _vocabulary(uow, actor, {concept.word[:BEGINNING] for concept in strange})
    return [
        (respell(concept, vocabulary, lexicon) or concept) if concept in strange else concept
        for concept in concepts
    ]


async def _vocabulary(uow: UnitOfWork, actor: Actor, starts: set[str]) -> dict[str, int]:
    """Words with such beginnings that the actor may read, with how many passages have them."""
    wanted = func.to_tsquery("simple", " | ".join(f"'{start}':*" for start in sorted(starts)))
    query = (
        select(_HELD.c.lexeme, func.count())
        .join_from(Passage, Article, Article.id == Passage.article_id)
        .join(_HELD, true())
        .where(
            Passage.id.in_(_documents(wanted, SAMPLE)),
            readable_articles(actor),
            func.left(_HELD.c.lexeme, BEGINNING) == any_(literal(sorted(starts))),
        )
        .group_by(_HELD.c.lexeme)
    )
    return {word: count for word, count in await uow.session.execute(query)}


def _documents(wanted: ColumnElement[Any], most: int) -> Select[Any]:
    """The ids of passages that the index has for a query, readable or not."""
    found = func.search_documents_for("passage", wanted, True, literal(most, Integer))
    return select(column("id")).select_from(found)


async def _with_texts(uow: UnitOfWork, fits: list[Fit]) -> list[Hit]:
    rows = await uow.session.execute(
        select(Passage.id, Passage.heading, Passage.body, Article.slug, Article.title)
        .join(Article, Article.id == Passage.article_id)
        .where(Passage.id.in_([fit.passage_id for fit in fits]))
    )
    texts = {row.pop("id"): row for row in map(dict, rows.mappings())}
    return [Hit(**vars(fit), **texts[fit.passage_id]) for fit in fits]
