"""Leaky buckets that all processes share: one turn is taken once, whoever takes it."""

import pytest

from core.events.pacers import Rate, SharedPacer
from core.housekeeping import clean_up
from tests.builders import Office

RATE = Rate(burst=2, per_second=0.5)


async def test_two_processes_take_from_one_bucket(office: Office) -> None:
    first, second = SharedPacer(office.database), SharedPacer(office.database)
    assert [await first.take("a", RATE), await second.take("a", RATE)] == [0, 0]
    assert await second.take("a", RATE) == pytest.approx(2)
    assert await first.take("b", RATE) == 0
    office.clock.move(seconds=2)
    third = SharedPacer(office.database)
    assert await third.take("a", RATE) == 0
    assert await third.take("a", RATE) == pytest.approx(2)


async def test_idle_buckets_are_forgotten(office: Office) -> None:
    await SharedPacer(office.database).take("a", RATE)
    office.clock.move(hours=2)
    await clean_up(office.database)
    assert await office.sql("SELECT 1 FROM rate_buckets") == []
