"""The assistant does not get worse: what it reaches on open questions, less a little."""

from uuid import UUID

import pytest

from core.assistant.answering import KnowledgeAssistant
from core.assistant.extracting import Extractive
from core.assistant.ports import Assistant
from core.database.unit_of_work import Database
from tests.builders import Office
from tests.eval.answers import measure, read_questions
from tests.eval.ranks import measure_ranks
from tests.meanings import local_model, make_vectors

WORDS = (0.73, 0.63)
HYBRID = (0.81, 0.86)
"""The parts of the questions for which the right article is cited, and rightly none is."""

ELSEWHERE = 0.88
"""The part of questions about anything but Deskhand that get no answer."""

HIT_RATES = {"words": 0.92, "vectors": 0.88, "hybrid": 0.95}
RECIPROCALS = {"words": 0.82, "vectors": 0.74, "hybrid": 0.89}

QUESTIONS = [*read_questions("tuning"), *read_questions("validation")][::5]
"""Every fifth: all of them take longer than a test may."""


@pytest.fixture
async def made(office: Office) -> Office:
    """The organisation with all vectors of the handbook."""
    await make_vectors(office)
    return office


async def hold(
    database: Database, organisation: UUID, assistant: Assistant, floor: tuple[float, float]
) -> None:
    score = await measure(database, organisation, assistant, QUESTIONS)
    told = "\n".join([*score.lines(), *score.misses])
    assert (score.answerable, score.unanswerable) >= (50, 30)
    assert score.cited >= floor[0] * score.answerable, told
    assert score.abstained >= floor[1] * score.unanswerable, told


async def test_words_alone_stay_above_the_floor(database: Database, organisation: UUID) -> None:
    await hold(database, organisation, Extractive(), WORDS)


async def test_words_and_meaning_stay_above_the_floor(made: Office) -> None:
    assistant = KnowledgeAssistant(local_model())
    await hold(made.database, made.organisation_id, assistant, HYBRID)


async def test_a_question_about_something_else_gets_no_answer(made: Office) -> None:
    questions = read_questions("elsewhere_checked")
    for assistant in (Extractive(), KnowledgeAssistant(local_model())):
        score = await measure(made.database, made.organisation_id, assistant, questions)
        assert score.abstained >= ELSEWHERE * score.unanswerable, "\n".join(score.misses)


async def test_every_way_to_search_stays_above_its_floor(made: Office) -> None:
    ranks = await measure_ranks(made.database, made.organisation_id, QUESTIONS)
    told = "\n".join(one.line() for one in ranks.values())
    for way, one in ranks.items():
        assert one.hit_rate >= HIT_RATES[way], told
        assert one.mean_reciprocal >= RECIPROCALS[way], told
