"""The extractive answerer: shows the passages themselves, or says that it does not know."""

from core.access.actor import Actor
from core.assistant.deciding import ENOUGH, SURE, trust
from core.assistant.ports import ChatModel, Citation, Found
from core.database.unit_of_work import UnitOfWork
from core.knowledge.finding import Hit, find_passages
from core.knowledge.gaps import nearest_gap
from core.knowledge.ports import Embedder, Vector

NEAR, NEAR_TOGETHER = 0.5, 0.7
"""Further articles are shown if they score at least this part of the best one's score."""

MOST = 3


class Extractive:
    """Answers with the best passages; needs no model and no key."""

    model: ChatModel | None = None
    embedder: Embedder | None = None

    async def find(
        self,
        uow: UnitOfWork,
        actor: Actor,
        question: str,
        *,
        sure: bool = False,
        vector: Vector | None = None,
    ) -> Found:
        """The best passage of each article that answers, best first, or none at all.

        With the question's ``vector`` by meaning too.
        """
        hits = await find_passages(uow, actor, question, MOST, one_each=True, vector=vector)
        gap = nearest_gap(vector) if vector else 0.0
        if not hits or trust(hits[0], gap) < (SURE if sure else ENOUGH):
            return Found(())
        return Found(tuple(_citation(hit) for hit in near_the_best(hits)))


def near_the_best(hits: list[Hit]) -> list[Hit]:
    """Those of the hits, best first, that score nearly as well as the first."""
    if not hits:
        return []
    part = NEAR if hits[0].near is None else NEAR_TOGETHER
    return [hit for hit in hits if hit.score >= part * hits[0].score]


def _citation(hit: Hit) -> Citation:
    return Citation(hit.slug, hit.title, hit.heading, hit.body)
