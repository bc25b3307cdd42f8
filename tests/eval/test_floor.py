"""The assistant does not get worse: what it reaches on the tuning questions, less a little."""

from uuid import UUID

from core.assistant.extracting import Extractive
from core.database.unit_of_work import Database
from tests.eval.answers import measure, read_questions

CITED = 0.83
ABSTAINED = 0.88


async def test_tuning_figures_stay_above_the_floor(database: Database, organisation: UUID) -> None:
    score = await measure(database, organisation, Extractive(), read_questions("tuning"))
    told = "\n".join([*score.lines(), *score.misses])

    assert (score.answerable, score.unanswerable) >= (50, 30)
    assert score.cited >= CITED * score.answerable, told
    assert score.abstained >= ABSTAINED * score.unanswerable, told
