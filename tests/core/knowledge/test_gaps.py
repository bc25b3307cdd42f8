"""KNB-04: what is known to be missing is not answered with articles about something else."""

import pytest

from core.assistant.answering import KnowledgeAssistant
from core.assistant.asking import ask
from core.knowledge.articles import ArticleDraft, publish_article
from core.knowledge.gaps import MEANT, SHARE, USUAL, nearest_gap
from core.knowledge.handbook import read_gaps
from core.knowledge.ports import Vector
from tests.builders import Office
from tests.meanings import local_model, make_vectors, vector_of

TELEGRAM = ArticleDraft(
    title="Telegram",
    tags=["answer tickets from Telegram", "connect Telegram"],
    body="## Connect Telegram\nTo connect Telegram and answer tickets from it, scan the code.",
)

PRINTER = ArticleDraft(title="Printer", body="## Printer\nIf the printer is broken, call Ben.")


async def cited(office: Office, question: str, *, meant: bool = True) -> list[str]:
    assistant = KnowledgeAssistant(local_model() if meant else None)
    answer = await office.do(ask, office.desk, question, assistant)
    return [citation.title for citation in answer.citations]


async def test_a_question_is_near_to_its_gap_and_another_is_not() -> None:
    assert await how_near("how do I claim a ticket?") < 0.7
    assert await how_near("is there an app for my Android phone?") > 0.7


async def how_near(question: str) -> float:
    return nearest_gap(question, await vector_of(question))


def test_without_a_vector_the_words_alone_tell_a_gap() -> None:
    assert nearest_gap("a Kanban board or Gantt chart", None) == pytest.approx(MEANT + SHARE)
    assert nearest_gap("claim", None) < nearest_gap("WhatsApp and Telegram", None)


def test_a_single_word_in_common_may_be_chance() -> None:
    assert nearest_gap("Kanban", None) < nearest_gap("Kanban and Gantt", None)


def test_a_rare_word_says_more_than_a_common_one() -> None:
    rare, common = "graphql with my parrot", "tickets with my parrot"
    assert nearest_gap(rare, None) > nearest_gap(common, None) > MEANT


def test_words_without_topic_are_not_compared() -> None:
    assert nearest_gap("please tell me more about that", None) == MEANT


def test_the_meaning_of_gaps_that_no_vector_is_known_for_speaks_neither_way() -> None:
    assert nearest_gap("parrot", Vector([0.0] * 384, "another model")) == MEANT


@pytest.mark.parametrize("gap", ["a Kanban board or Gantt chart of tickets", "a GraphQL API"])
async def test_a_gap_is_not_answered(office: Office, gap: str) -> None:
    assert gap in read_gaps()
    await make_vectors(office)
    assert await cited(office, gap) == []


@pytest.mark.parametrize("meant", [True, False], ids=["by meaning too", "by words alone"])
async def test_an_article_about_a_gap_comes_before_it(office: Office, meant: bool) -> None:
    await make_vectors(office)
    assert await cited(office, "can I answer tickets from Telegram?", meant=meant) == []
    await office.do(publish_article, office.desk, TELEGRAM)
    await make_vectors(office)
    found = await cited(office, "can I answer tickets from Telegram?", meant=meant)
    assert found[0] == "Telegram"


async def test_gaps_do_not_count_against_an_organisations_own_article(office: Office) -> None:
    await office.do(publish_article, office.desk, PRINTER)
    assert nearest_gap("the printer is broken", None) > USUAL
    assert await cited(office, "the printer is broken", meant=False) == ["Printer"]
