"""Identifiers are what RFC 9562 says, unique, and in the order in which they were made."""

import time
from uuid import RFC_4122

import pytest

from core.ids import new_id


def test_ids_are_uuids_of_version_seven_of_this_moment() -> None:
    before = time.time_ns() // 1_000_000
    made = new_id()
    assert (made.version, made.variant) == (7, RFC_4122)
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000 + 1


def test_ids_are_unique_and_in_order() -> None:
    made = [new_id() for _ in range(20_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    # 62 bits of each are nobody's to guess.
    assert len({one.int & ((1 << 62) - 1) for one in made}) == len(made)


def test_a_clock_that_is_set_back_does_not_turn_the_order_round(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = new_id()
    monkeypatch.setattr(time, "time_ns", lambda: 1_700_000_000_000_000_000)
    assert first < new_id() < new_id()
