"""KNB-04: what is known to be missing is not answered with articles about something else."""

import pytest

from core.assistant.answering import KnowledgeAssistant
from core.assistant.asking import ask
from core.knowledge.articles import ArticleDraft, publish_article
from core.knowledge.gaps import nearest_gap
from core.knowledge.handbook import read_gaps
from tests.builders import Office
from tests.meanings import local_model, make_vectors, vector_of

TELEGRAM = ArticleDraft(
    title="Telegram",
    tags=["answer tickets from Telegram", "connect Telegram"],
    body="## Connect Telegram\nTo connect Telegram and answer tickets from it, scan the code.",
)


async def cited(office: Office, question: str) -> list[str]:
    assistant = KnowledgeAssistant(local_model())
    answer = await office.do(ask, office.desk, question, assistant)
    return [citation.title for citation in answer.citations]


async def test_a_question_is_near_to_its_gap_and_another_is_not() -> None:
    missing = nearest_gap(await vector_of("is there an app for my Android phone?"))
    there = nearest_gap(await vector_of("how do I claim a ticket?"))
    assert there < 0.7 < missing


@pytest.mark.parametrize("gap", ["a Kanban board or Gantt chart of tickets", "a GraphQL API"])
async def test_a_gap_is_not_answered(office: Office, gap: str) -> None:
    assert gap in read_gaps()
    await make_vectors(office)
    assert await cited(office, gap) == []


async def test_an_article_about_a_gap_comes_before_it(office: Office) -> None:
    await make_vectors(office)
    assert await cited(office, "can I answer tickets from Telegram?") == []
    await office.do(publish_article, office.desk, TELEGRAM)
    await make_vectors(office)
    assert (await cited(office, "can I answer tickets from Telegram?"))[0] == "Telegram"
