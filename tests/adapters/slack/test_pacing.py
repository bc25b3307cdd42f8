"""The token buckets: a modest burst, then the rate, and no memory without end."""

import pytest

from adapters.slack.webapi.pacing import METHODS
from core.events.pacers import Pacer, Promises, Rate
from tests.adapters.slack.conftest import MovableClock
from tests.fakes.slack.rates import TIERS


async def test_a_burst_then_the_rate(clock: MovableClock) -> None:
    pacer, rate = Pacer(clock), Rate(burst=2, per_second=0.5)
    assert [await pacer.take("a", rate) for _ in range(3)] == [0, 0, pytest.approx(2)]
    assert await pacer.take("b", rate) == 0
    clock.move(seconds=1)
    assert await pacer.take("a", rate) == pytest.approx(1)
    clock.move(seconds=1)
    assert await pacer.take("a", rate) == 0


async def test_idling_saves_up_no_more_than_a_burst(clock: MovableClock) -> None:
    pacer, rate = Pacer(clock), Rate(burst=2, per_second=1)
    await pacer.take("a", rate)
    clock.move(hours=5)
    assert [await pacer.take("a", rate) > 0 for _ in range(3)] == [False, False, True]


async def test_a_clock_that_steps_back_does_no_harm(clock: MovableClock) -> None:
    pacer, rate = Pacer(clock), Rate(burst=1, per_second=1)
    await pacer.take("a", rate)
    clock.move(hours=-1)
    assert await pacer.take("a", rate) == pytest.approx(1)


async def test_names_are_forgotten_in_the_end(clock: MovableClock) -> None:
    pacer, rate = Pacer(clock), Rate(burst=1, per_second=0.001)
    await pacer.take("first", rate)
    for n in range(2000):
        await pacer.take(str(n), rate)
    assert await pacer.take("first", rate) == 0
    assert await pacer.take("1999", rate) > 0


def test_who_was_sent_away_comes_back_one_by_one(clock: MovableClock) -> None:
    promises, rate = Promises(clock), Rate(burst=1, per_second=0.5)
    assert [promises.promise("a", rate, 2) for _ in range(3)] == [2, 4, 6]
    assert promises.promise("b", rate, 2) == 2
    assert max(promises.promise("a", rate, 2) for _ in range(200)) == 120
    clock.move(minutes=5)
    assert promises.promise("a", rate, 2) == 2


@pytest.mark.parametrize(
    ("method", "limit"), [(name, TIERS[name]) for name in METHODS if name in TIERS]
)
def test_no_minute_holds_more_than_the_tier_allows(method: str, limit: int) -> None:
    assert METHODS[method].burst + 60 * METHODS[method].per_second < limit
