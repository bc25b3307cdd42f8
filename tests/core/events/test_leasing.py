"""Rows as their own queue: order in a lane, no row shared, an expired lease comes back."""

import asyncio
from collections import Counter, defaultdict
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.database.unit_of_work import Database
from core.events.leasing import LEASE, LONGEST, backoff, hold, lease_rows, let_go
from core.events.models import Receipt
from core.events.receipts import (
    MOST_ATTEMPTS,
    accept,
    accept_handled,
    forget,
    lease_receipts,
    mark_failed,
    mark_handled,
)
from core.ids import new_id
from tests.builders import MovableClock

ME = new_id()


async def take(database: Database, now: datetime, most: int = 20) -> list[str]:
    async with database.system() as session:
        rows = await lease_rows(session, Receipt, ("received",), now, holder=ME, most=most)
        return [row.key for row in rows]


async def keep(database: Database, now: datetime, *keys: str) -> None:
    """Accept things; a key's first letter is its lane."""
    for key in keys:
        async with database.system() as session:
            assert await accept(session, key, key[0], {"said": key}, now)


async def done(database: Database, key: str, now: datetime) -> bool:
    async with database.system() as session:
        return await mark_handled(session, key, now)


async def test_the_first_of_each_lane_is_taken_and_the_rest_waits(
    database: Database, clock: MovableClock
) -> None:
    now = clock.now()
    await keep(database, now, "a1", "a2", "b1", "a3", "b2")
    assert await take(database, now) == ["a1", "b1"]
    assert await take(database, now) == []
    assert await done(database, "a1", now)
    assert await take(database, now) == ["a2"]


async def test_an_expired_lease_comes_back_and_counts_as_another_attempt(
    database: Database, clock: MovableClock
) -> None:
    await keep(database, clock.now(), "a1", "a2")
    assert await take(database, clock.now()) == ["a1"]
    clock.set(clock.now() + LEASE)
    assert await take(database, clock.now()) == []
    clock.move(seconds=1)
    async with database.system() as session:
        (row,) = await lease_receipts(session, clock.now(), ME)
        assert (row.key, row.attempts) == ("a1", 2)


async def test_what_failed_holds_its_lane_until_its_time_or_its_death(
    database: Database, clock: MovableClock
) -> None:
    await keep(database, clock.now(), "a1", "a2", "b1")
    for attempt in range(1, MOST_ATTEMPTS + 1):
        async with database.system() as session:
            row = next(r for r in await lease_receipts(session, clock.now(), ME) if r.key == "a1")
            assert row.attempts == attempt
            dead = await mark_failed(session, row, "boom " * 200, clock.now())
            assert dead is (attempt == MOST_ATTEMPTS)
        assert "a2" not in await take(database, clock.now()) or dead
        clock.move(seconds=LONGEST)
    async with database.system() as session:
        dead_one = await session.get(Receipt, "a1")
        assert dead_one is not None
        assert (dead_one.state, len(dead_one.error or "")) == ("dead", 500)


async def test_many_workers_share_no_row_and_keep_every_lane_in_order(
    database: Database, clock: MovableClock
) -> None:
    lanes, each = "abcdefgh", 6
    keys = [f"{lane}{n}" for n in range(each) for lane in lanes]
    await keep(database, clock.now(), *keys)
    handled: list[str] = []

    async def work() -> None:
        while len(handled) < len(keys):
            for key in await take(database, clock.now(), most=3):
                await asyncio.sleep(0)
                assert await done(database, key, clock.now())
                handled.append(key)

    await asyncio.gather(*(work() for _ in range(8)))
    assert Counter(handled) == Counter(keys)
    by_lane = defaultdict(list)
    for key in handled:
        by_lane[key[0]].append(key)
    assert all(order == sorted(order) for order in by_lane.values())


async def test_accepted_twice_is_once_and_handled_once(
    database: Database, clock: MovableClock
) -> None:
    now = clock.now()

    async def arrive() -> bool:
        async with database.system() as session:
            return await accept(session, "a1", "a", {"said": "hello"}, now)

    assert sorted(await asyncio.gather(*(arrive() for _ in range(10)))) == [False] * 9 + [True]
    outcomes = await asyncio.gather(*(done(database, "a1", now) for _ in range(10)))
    assert sorted(outcomes) == [False] * 9 + [True]
    assert not await arrive()
    assert await take(database, now) == []


async def test_what_is_told_again_under_another_name_is_known_by_what_was_told_last(
    database: Database, clock: MovableClock
) -> None:
    async def arrive(key: str, *twins: str) -> bool:
        async with database.system() as session:
            return await accept(session, key, "a", {"said": "hello"}, clock.now(), twins)

    assert await arrive("a1", "said at 0", "said at -15")
    assert not await arrive("a2", "said at 15", "said at 0")
    assert not await arrive("a3", "said at 30", "said at 15")
    assert await arrive("a4", "said at 60", "said at 45")
    async with database.system() as session:
        await forget(session, ["said at 60"])
    assert await arrive("a5", "said at 62", "said at 60")
    assert await take(database, clock.now()) == ["a1"]


async def test_what_was_said_is_not_kept_after_it_was_handled(
    database: Database, clock: MovableClock
) -> None:
    await keep(database, clock.now(), "a1")
    await done(database, "a1", clock.now())
    async with database.system() as session:
        row = await session.get(Receipt, "a1")
        assert row is not None
        assert (row.payload, row.state, row.handled_at) == (None, "handled", clock.now())


async def test_things_handled_at_once_are_known_from_then_on(
    database: Database, clock: MovableClock
) -> None:
    async with database.system() as session:
        assert await accept_handled(session, ["a1", "a2"], clock.now()) == {"a1", "a2"}
    async with database.system() as session:
        assert await accept_handled(session, ["a2", "a3"], clock.now()) == {"a3"}
        assert await accept_handled(session, [], clock.now()) == set()
    assert await take(database, clock.now()) == []


async def test_a_lease_by_name_has_one_holder_until_it_is_over(
    database: Database, clock: MovableClock
) -> None:
    first, second = new_id(), new_id()

    async def holds(holder: object) -> bool:
        async with database.system() as session:
            return await hold(session, "leader", holder, clock.now(), seconds=15)  # type: ignore[arg-type]

    assert await holds(first)
    assert not await holds(second)
    clock.move(seconds=10)
    assert await holds(first)  # prolonged
    clock.move(seconds=15)
    assert not await holds(second)
    clock.move(seconds=1)
    assert await holds(second)
    assert not await holds(first)
    async with database.system() as session:
        await let_go(session, "leader", first)  # not its own any more: nothing happens
    assert not await holds(first)
    async with database.system() as session:
        await let_go(session, "leader", second)
    assert await holds(first)


async def test_of_many_that_want_a_lease_one_gets_it(
    database: Database, clock: MovableClock
) -> None:
    async def want() -> bool:
        async with database.system() as session:
            return await hold(session, "leader", new_id(), clock.now())

    assert sum(await asyncio.gather(*(want() for _ in range(20)))) == 1


@given(st.integers(0, 60))
def test_waiting_doubles_up_to_a_limit(attempts: int) -> None:
    full = min(LONGEST, 2.0 ** max(0, attempts - 1))
    assert timedelta(seconds=full / 2) <= backoff(attempts) <= timedelta(seconds=full)


@pytest.mark.parametrize("most", [1, 2, 5])
async def test_no_more_are_taken_than_asked_for(
    database: Database, clock: MovableClock, most: int
) -> None:
    await keep(database, clock.now(), "a1", "b1", "c1")
    assert len(await take(database, clock.now(), most)) == min(most, 3)
