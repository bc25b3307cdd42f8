"""Clocks against an oracle that counts second by second."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.sla.rules import Count, State, breach, meet, pause, resume, retarget, start

START = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)  # a Friday


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


class SecondBySecond:
    """The same clock, counted the slow way: one second after the other."""

    def __init__(self, minutes: int) -> None:
        self.allowed = minutes * 60
        self.now = 0
        self.counted = 0
        self.running = True
        self.met_at: int | None = None
        self.breached_at: int | None = None

    def go_to(self, second: int) -> None:
        self.look()
        while self.now < second:
            self.now += 1
            if self.running:
                self.counted += 1
            self.look()

    def look(self) -> None:
        if self.running and self.breached_at is None and self.counted >= self.allowed:
            self.breached_at = self.now

    def act(self, act: str, minutes: int) -> None:
        if act == "pause":
            self.running = False
        elif act == "resume" and not self.running:
            self.running, self.met_at = True, None
        elif act == "meet" and self.met_at is None:
            self.running, self.met_at = False, self.now
        elif act == "retarget":
            self.allowed = minutes * 60
            if self.met_at is None and self.counted <= self.allowed:
                self.breached_at = None
            elif self.met_at is None and self.breached_at is None:
                self.breached_at = self.now


ACTS = {"pause": pause, "resume": resume, "meet": meet, "breach": breach}


def step(count: Count, act: str, target: int, now: datetime) -> Count:
    return retarget(count, target, now) if act == "retarget" else ACTS[act](count, now)


steps = st.lists(
    st.tuples(
        st.integers(0, 400),
        st.sampled_from(["pause", "resume", "meet", "retarget", "breach"]),
        st.integers(1, 12),
    ),
    max_size=12,
)


@given(st.integers(1, 12), steps, st.integers(0, 900))
def test_any_life_counts_as_second_by_second(
    minutes: int, life: list[tuple[int, str, int]], rest: int
) -> None:
    count, oracle, now = start(minutes, START), SecondBySecond(minutes), 0
    for passed, act, target in life:
        now += passed
        oracle.go_to(now)
        oracle.act(act, target)
        count = step(count, act, target, at(now))
    now += rest
    oracle.go_to(now)
    count = breach(count, at(now))
    assert count.elapsed(at(now)) == oracle.counted
    assert count.met_at == (None if oracle.met_at is None else at(oracle.met_at))
    assert count.breached_at == (None if oracle.breached_at is None else at(oracle.breached_at))
    if oracle.running:
        assert count.due_at == at(now + oracle.allowed - oracle.counted)
    else:
        assert count.due_at is None


@given(st.integers(1, 12), steps)
def test_acting_twice_changes_nothing(minutes: int, life: list[tuple[int, str, int]]) -> None:
    count, now = start(minutes, START), 0
    for passed, act, target in life:
        now += passed
        count = step(count, act, target, at(now))
        assert step(count, act, target, at(now)) == count


def test_three_pauses_over_a_weekend_leave_the_remaining_time_exact() -> None:
    count = start(240, START)
    friday = pause(count, at(30 * 60))  # 30 minutes counted
    saturday = resume(friday, START + timedelta(hours=20))
    saturday = pause(saturday, START + timedelta(hours=20, minutes=45))  # 45 more
    sunday = resume(saturday, START + timedelta(hours=44))
    sunday = pause(sunday, START + timedelta(hours=44, minutes=5, seconds=7))  # 5 min 7 s more
    monday = START + timedelta(days=3)
    count = resume(sunday, monday)
    assert count.elapsed(monday) == (30 + 45 + 5) * 60 + 7
    assert count.due_at == monday + timedelta(minutes=240 - 80) - timedelta(seconds=7)
    assert count.state is State.RUNNING


def test_a_reopened_clock_goes_on_where_it_stopped() -> None:
    count = meet(start(60, START), at(40 * 60))
    count = resume(count, START + timedelta(days=2))
    assert (count.state, count.met_at) == (State.RUNNING, None)
    assert count.due_at == START + timedelta(days=2, minutes=20)
    count = meet(count, START + timedelta(days=2, minutes=15))
    assert (count.counted, count.state) == (55 * 60, State.MET)


@pytest.mark.parametrize(
    ("seconds", "late"), [(59 * 60 + 59, False), (60 * 60, True), (60 * 60 + 1, True)]
)
def test_the_last_second_is_too_late(seconds: int, late: bool) -> None:
    count = meet(start(60, START), at(seconds))
    assert (count.breached_at is not None) is late
    assert count.state is (State.BREACHED if late else State.MET)


def test_being_late_is_kept_at_the_moment_when_it_was() -> None:
    count = breach(start(60, START), START + timedelta(days=3))
    assert count.breached_at == START + timedelta(hours=1)
    assert meet(count, START + timedelta(days=4)).state is State.BREACHED


def test_a_wider_target_forgives_and_a_met_clock_is_not_judged_anew() -> None:
    late = breach(start(60, START), at(2 * 3600))
    assert retarget(late, 240, at(2 * 3600)).breached_at is None
    met = meet(start(240, START), at(2 * 3600))
    assert retarget(met, 60, at(3 * 3600)) == Count(60, 7200.0, None, at(2 * 3600), None)
