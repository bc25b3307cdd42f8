"""Reading questions: phrases, other words, words without topic, negations."""

import pytest

from core.knowledge.wording import ALIKE, LIGHT, MEANT, Concept, read_question
from tests.builders import Office


async def concepts(office: Office, question: str) -> dict[str, Concept]:
    """The concepts of a question by their words."""
    found = await office.do(read_question, question)
    return {concept.word: concept for concept in found}


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("please hand over this", "hand over"),
        ("I handed it over", "handed it over"),
        ("she is handing all of over", None),
        ("put it back", "put it back"),
        ("they put back the chairs", "put back"),
        ("handover", None),
    ],
)
async def test_phrases_are_understood_in_any_form(
    office: Office, question: str, phrase: str | None
) -> None:
    found = {word for word in await concepts(office, question) if " " in word}

    assert found == ({phrase} if phrase else set())


async def test_a_phrase_means_what_its_group_means(office: Office) -> None:
    found = (await concepts(office, "I handed it over"))["handed it over"]

    assert found.forms["assign"] == MEANT
    assert "hand" not in found.forms


@pytest.mark.parametrize("typed", ["it was not fixed", "it wasn't fixed", "it wasnt fixed"])
async def test_a_negation_is_read_however_it_is_written(office: Office, typed: str) -> None:
    assert (await concepts(office, typed))["not fixed"].forms["reopen"] == MEANT


async def test_a_word_counts_fully_and_others_for_it_less(office: Office) -> None:
    found = (await concepts(office, "colleagues"))["colleagu"]

    assert found.weight == 1.0
    assert (found.forms["colleagu"], found.forms["agent"]) == (1.0, ALIKE)


async def test_two_words_for_one_thing_are_one_concept(office: Office) -> None:
    found = await concepts(office, "a colleague, that is an agent")

    assert list(found) == ["colleagu"]
    assert found["colleagu"].forms["agent"] == 1.0


async def test_words_without_topic_are_light(office: Office) -> None:
    found = await concepts(office, "I just want to know something about tags")

    assert found["tag"].weight == 1.0
    assert {found[word].weight for word in ("want", "know", "someth")} == {LIGHT}


async def test_a_slash_word_is_also_the_word(office: Office) -> None:
    found = await concepts(office, "/support")

    assert found["/support"].forms == {"/support": 1.0, "support": ALIKE}


async def test_endless_questions_are_cut(office: Office) -> None:
    assert len(await concepts(office, " ".join(f"word{n}" for n in range(1000)))) < 100
