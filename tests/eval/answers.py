"""How often the assistant cites the right article, and how often it rightly abstains."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from core.access.actor import the_desk
from core.assistant.ports import Assistant, Found
from core.database.outside import Results, with_work_outside
from core.database.unit_of_work import Database

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Question:
    """A question with the article that answers it; none if nothing does."""

    text: str
    article: str
    also: tuple[str, ...] = ()

    @property
    def right(self) -> set[str]:
        """All articles that may be named for it."""
        return {self.article, *self.also} - {""}


@dataclass(frozen=True)
class Score:
    """Counts over a set of questions."""

    answerable: int
    cited: int
    first: int
    unanswerable: int
    abstained: int
    misses: tuple[str, ...]

    def lines(self) -> list[str]:
        """The figures in words."""
        return [
            f"right article cited  {self.cited}/{self.answerable}"
            f" = {100 * self.cited / max(1, self.answerable):.0f} % (first: {self.first})",
            f"rightly abstained    {self.abstained}/{self.unanswerable}"
            f" = {100 * self.abstained / max(1, self.unanswerable):.0f} %",
        ]


def read_questions(name: str) -> list[Question]:
    """The questions of a set."""
    raw = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    return [Question(q["text"], q["article"], tuple(q.get("also", ()))) for q in raw["question"]]


async def measure(
    database: Database,
    organisation_id: UUID,
    assistant: Assistant,
    questions: Sequence[Question],
) -> Score:
    """Ask every question and count."""
    cited = first = abstained = 0
    misses = []
    for question in questions:
        found = await _ask(database, organisation_id, assistant, question.text)
        slugs = [citation.slug for citation in found.citations]
        if not question.right:
            abstained += not slugs
            hit = not slugs
        else:
            hit = bool(question.right & set(slugs))
            cited += hit
            first += bool(slugs) and slugs[0] in question.right
        if not hit:
            misses.append(f"{question.text!r}: wanted {question.article or '-'}, got {slugs}")
    answerable = sum(1 for q in questions if q.article)
    return Score(answerable, cited, first, len(questions) - answerable, abstained, tuple(misses))


async def _ask(
    database: Database, organisation_id: UUID, assistant: Assistant, question: str
) -> Found:
    async def attempt(results: Results) -> Found:
        async with database.unit_of_work(organisation_id) as uow:
            uow.results = results
            return await assistant.find(uow, the_desk(organisation_id), question)

    return await with_work_outside(attempt)
