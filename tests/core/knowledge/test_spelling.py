"""Mistyped words: near ones are taken, in doubt none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.knowledge.spelling import distance, nearest

WORDS = st.text("abc", max_size=6)


@pytest.mark.parametrize(
    ("one", "other", "mistakes"),
    [("", "", 0), ("abc", "", 3), ("form", "from", 1), ("note", "notes", 1), ("claim", "clam", 1)],
)
def test_mistakes_are_counted(one: str, other: str, mistakes: int) -> None:
    assert distance(one, other) == mistakes


@given(WORDS, WORDS)
def test_distance_is_the_same_both_ways_and_none_only_between_equals(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one) <= max(len(one), len(other))
    assert (distance(one, other) == 0) == (one == other)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pasword", "password"),
        ("adress", "address"),
        ("tickket", "ticket"),
        ("prioirty", "priority"),
        ("asignmennnt", "assignment"),
        ("tick", None),
        ("tiket", None),
        ("xassword", None),
    ],
)
def test_the_nearest_known_word_is_taken(typed: str, meant: str | None) -> None:
    known = dict.fromkeys(["password", "address", "ticket", "priority", "assignment"], 1)

    assert nearest(typed, known) == meant


def test_of_several_as_near_the_most_frequent_is_taken() -> None:
    assert nearest("messaqe", {"message": 1, "messaxe": 9, "message-id": 99}) == "messaxe"
