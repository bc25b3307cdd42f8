"""The token buckets: a modest burst, then the rate, and no memory without end."""

import pytest

from adapters.slack.pacing import Pacer, Rate
from tests.adapters.slack.conftest import MovableClock


def test_a_burst_then_the_rate(clock: MovableClock) -> None:
    pacer, rate = Pacer(clock), Rate(burst=2, per_second=0.5)
    assert [pacer.take("a", rate) for _ in range(3)] == [0, 0, pytest.approx(2)]
    assert pacer.take("b", rate) == 0
    clock.move(seconds=1)
    assert pacer.take("a", rate) == pytest.approx(1)
    clock.move(seconds=1)
    assert pacer.take("a", rate) == 0


def test_idling_saves_up_no_more_than_a_burst(clock: MovableClock) -> None:
    pacer, rate = Pacer(clock), Rate(burst=2, per_second=1)
    pacer.take("a", rate)
    clock.move(hours=5)
    assert [pacer.take("a", rate) > 0 for _ in range(3)] == [False, False, True]


def test_a_clock_that_steps_back_does_no_harm(clock: MovableClock) -> None:
    pacer, rate = Pacer(clock), Rate(burst=1, per_second=1)
    pacer.take("a", rate)
    clock.move(hours=-1)
    assert pacer.take("a", rate) == pytest.approx(1)


def test_names_are_forgotten_in_the_end(clock: MovableClock) -> None:
    pacer, rate = Pacer(clock), Rate(burst=1, per_second=0.001)
    pacer.take("first", rate)
    for n in range(2000):
        pacer.take(str(n), rate)
    assert pacer.take("first", rate) == 0
    assert pacer.take("1999", rate) > 0
