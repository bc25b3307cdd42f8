"""The extractive answerer: shows the passages themselves, or says that it does not know."""

from core.access.actor import Actor
from core.assistant.ports import Citation, Found
from core.database.unit_of_work import UnitOfWork
from core.knowledge.finding import Hit, find_passages

ENOUGH = 0.55
"""The part of a question (weighed by rarity of its words) that a passage must cover."""

LITTLE, STRONG = 0.4, 1.5
"""Less will do where the words that fit stand in titles and headings: then the passage's
strength (its score, made independent of how many passages there are) must be high."""

NEAR = 0.5
"""Further passages are shown if they score at least this part of the best one's score."""

MOST = 3


class Extractive:
    """Answers with the best passages; needs no model and no key."""

    async def find(self, uow: UnitOfWork, actor: Actor, question: str) -> Found:
        """The passages that cover enough of the question, best first, or none."""
        hits = await find_passages(uow, actor, question, limit=10)
        good = [hit for hit in hits if _answers(hit)]
        if not good:
            return Found(())
        near = [hit for hit in good if hit.score >= NEAR * good[0].score]
        return Found(tuple(_citation(hit) for hit in near[:MOST]))


def _answers(hit: Hit) -> bool:
    return hit.coverage >= ENOUGH or (hit.coverage >= LITTLE and hit.strength >= STRONG)


def _citation(hit: Hit) -> Citation:
    return Citation(hit.slug, hit.title, hit.heading, hit.body)
