"""The extractive answerer: shows the passages themselves, or says that it does not know."""

from core.access.actor import Actor
from core.assistant.ports import Citation, Found
from core.database.unit_of_work import UnitOfWork
from core.knowledge.finding import Hit, find_passages

STRENGTH = 0.85
"""What strength counts beside coverage."""

ENOUGH = 1.06
"""What both together must reach. All of a question covered by chance words in long texts
is not enough, nor are strong words in a title that leave most of the question aside."""

NEAR = 0.5
"""Further articles are shown if they score at least this part of the best one's score."""

MOST = 3


class Extractive:
    """Answers with the best passages; needs no model and no key."""

    async def find(self, uow: UnitOfWork, actor: Actor, question: str) -> Found:
        """The best passage of each article that answers, best first, or none at all."""
        hits = await find_passages(uow, actor, question, limit=MOST, one_each=True)
        if not hits or not _answers(hits[0]):
            return Found(())
        near = [hit for hit in hits if hit.score >= NEAR * hits[0].score]
        return Found(tuple(_citation(hit) for hit in near))


def _answers(hit: Hit) -> bool:
    return hit.coverage + STRENGTH * hit.strength >= ENOUGH


def _citation(hit: Hit) -> Citation:
    return Citation(hit.slug, hit.title, hit.heading, hit.body)
