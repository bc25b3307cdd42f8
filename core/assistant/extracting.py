"""The extractive answerer: shows the passages themselves, or says that it does not know."""

from core.access.actor import Actor
from core.assistant.deciding import ENOUGH, SURE, trust
from core.assistant.ports import ChatModel, Citation, Found
from core.database.unit_of_work import UnitOfWork
from core.knowledge.doubting import doubt
from core.knowledge.finding import Hit, find_passages
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
        without: Vector | None = None,
    ) -> Found:
        """The best passage of each article that answers, best first, or none at all.

        With the question's ``vector`` by meaning too; ``without`` is that of the question
        without the words that no article has.
        """
        hits = await weigh_passages(uow, actor, question, vector=vector, without=without)
        if not hits or trust(hits[0]) < (SURE if sure else ENOUGH):
            return Found(())
        part = NEAR if hits[0].near is None else NEAR_TOGETHER
        near = [hit for hit in hits if hit.score >= part * hits[0].score]
        return Found(tuple(_citation(hit) for hit in near))


async def weigh_passages(
    uow: UnitOfWork,
    actor: Actor,
    question: str,
    *,
    vector: Vector | None = None,
    without: Vector | None = None,
) -> list[Hit]:
    """The passages that could be shown, with all that is known of how well they fit."""
    hits = await find_passages(uow, actor, question, limit=MOST, one_each=True, vector=vector)
    if vector is None or without is None:
        return hits
    return await doubt(uow, hits, vector, without)


def _citation(hit: Hit) -> Citation:
    return Citation(hit.slug, hit.title, hit.heading, hit.body)
