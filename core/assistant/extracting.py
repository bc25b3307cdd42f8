"""The extractive answerer: shows the passages themselves, or says that it does not know."""

from core.access.actor import Actor
from core.assistant.ports import ChatModel, Citation, Found
from core.database.unit_of_work import UnitOfWork
from core.knowledge.doubting import doubt
from core.knowledge.finding import Hit, find_passages
from core.knowledge.ports import Embedder, Vector

STRENGTH = 0.85
"""What strength counts beside coverage."""

ENOUGH = 1.06
"""What both together must reach. All of a question covered by chance words in long texts
is not enough, nor are strong words in a title that leave most of the question aside."""

ENOUGH_TOGETHER = 2.5
"""What the score must reach where the meaning was looked at too."""

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
        vector: Vector | None = None,
        without: Vector | None = None,
    ) -> Found:
        """The best passage of each article that answers, best first, or none at all.

        With the question's ``vector`` by meaning too; ``without`` is that of the question
        without the words that no article has.
        """
        hits = await find_passages(uow, actor, question, limit=MOST, one_each=True, vector=vector)
        if without is not None:
            hits = await doubt(uow, hits, without)
        if not hits or not _answers(hits[0]):
            return Found(())
        part = NEAR if hits[0].near is None else NEAR_TOGETHER
        near = [hit for hit in hits if hit.score >= part * hits[0].score]
        return Found(tuple(_citation(hit) for hit in near))


def _answers(hit: Hit) -> bool:
    if hit.near is not None:
        return hit.score >= ENOUGH_TOGETHER
    return hit.coverage + STRENGTH * hit.strength >= ENOUGH


def _citation(hit: Hit) -> Citation:
    return Citation(hit.slug, hit.title, hit.heading, hit.body)
