"""How high the right article stands among all that are found: by words, by meaning, by both."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from core.access.actor import the_desk
from core.database.unit_of_work import Database, UnitOfWork
from core.database.vectors import Vector
from core.knowledge.articles import readable_articles
from core.knowledge.finding import find_passages
from core.knowledge.models import Article
from core.knowledge.nearness import near_passages
from tests.eval.answers import Question
from tests.meanings import local_model

HITS = 5
WAYS = ("words", "vectors", "hybrid")


@dataclass(frozen=True)
class Ranks:
    """Of one way to search: how often the right article is among the first five, and the
    mean of one through its place."""

    way: str
    questions: int
    hits: int
    reciprocal: float

    @property
    def hit_rate(self) -> float:
        """The part of the questions with the right article among the first five."""
        return self.hits / max(1, self.questions)

    @property
    def mean_reciprocal(self) -> float:
        """1 if the right article is always first."""
        return self.reciprocal / max(1, self.questions)

    def line(self) -> str:
        """The figures in words."""
        return (
            f"search by {self.way:<8}   hit rate at {HITS}: {100 * self.hit_rate:.0f} %,"
            f" mean reciprocal rank: {self.mean_reciprocal:.2f}"
        )


async def measure_ranks(
    database: Database, organisation_id: UUID, questions: Sequence[Question]
) -> dict[str, Ranks]:
    """Search for every question that has an answer, in every way."""
    wanted = [question for question in questions if question.right]
    vectors = await local_model().embed([question.text for question in wanted])
    places: dict[str, list[float]] = {way: [] for way in WAYS}
    for question, vector in zip(wanted, vectors, strict=True):
        for way in WAYS:
            async with database.unit_of_work(organisation_id) as uow:
                slugs = await _found(uow, question.text, vector, way)
            place = next((n for n, slug in enumerate(slugs, 1) if slug in question.right), 0)
            places[way].append(1 / place if place else 0.0)
    return {
        way: Ranks(way, len(wanted), sum(part >= 1 / HITS for part in parts), sum(parts))
        for way, parts in places.items()
    }


async def _found(uow: UnitOfWork, question: str, vector: Vector, way: str) -> list[str]:
    """The articles that are found, best first."""
    desk = the_desk(uow.organisation_id)
    if way == "vectors":
        rows = await near_passages(uow, readable_articles(desk), vector, [])
        ids = dict.fromkeys(row.article_id for row in rows)
        return [article.slug for id_ in ids if (article := await uow.session.get(Article, id_))]
    given = vector if way == "hybrid" else None
    hits = await find_passages(uow, desk, question, 50, one_each=True, vector=given)
    return [hit.slug for hit in hits]
