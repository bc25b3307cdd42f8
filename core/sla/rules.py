"""How clocks count: pure arithmetic over moments and seconds.

A clock counts while we owe something: it runs, is paused while the customer does,
and is met or breached. Time is counted around the clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class Metric(StrEnum):
    """What is promised."""

    FIRST_RESPONSE = "first_response"
    RESOLUTION = "resolution"


class State(StrEnum):
    """Where a clock stands. ``breached`` is a running clock whose time is over."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    BREACHED = "breached"


SHIPPED_TARGETS: dict[Metric, dict[str, timedelta]] = {
    Metric.FIRST_RESPONSE: {
        "critical": timedelta(hours=1),
        "high": timedelta(hours=4),
        "medium": timedelta(hours=8),
        "low": timedelta(hours=24),
    },
    Metric.RESOLUTION: {
        "critical": timedelta(hours=4),
        "high": timedelta(hours=24),
        "medium": timedelta(days=3),
        "low": timedelta(days=5),
    },
}


@dataclass(frozen=True)
class Count:
    """A clock's count: ``counted`` seconds before ``running_since``, of ``minutes`` allowed."""

    minutes: int
    counted: float = 0.0
    running_since: datetime | None = None
    met_at: datetime | None = None
    breached_at: datetime | None = None

    @property
    def allowed(self) -> float:
        """The target in seconds."""
        return self.minutes * 60.0

    def elapsed(self, now: datetime) -> float:
        """Seconds counted until ``now``."""
        if self.running_since is None:
            return self.counted
        return self.counted + max(0.0, (now - self.running_since).total_seconds())

    @property
    def due_at(self) -> datetime | None:
        """When the target is missed if the clock goes on running; None while it does not."""
        if self.running_since is None:
            return None
        return self.running_since + timedelta(seconds=self.allowed - self.counted)

    @property
    def state(self) -> State:
        """Where it stands. Being late is kept even when the act came at last."""
        if self.breached_at is not None:
            return State.BREACHED
        if self.met_at is not None:
            return State.MET
        return State.PAUSED if self.running_since is None else State.RUNNING


HALF, WHOLE = 50, 100
"""The steps of every clock, in percent: the card repaints, and the target is missed."""


def moment_of(count: Count, percent: int) -> datetime | None:
    """When that much of the target is used up; None while the clock does not run."""
    if count.running_since is None:
        return None
    left = count.allowed * percent / 100 - count.counted
    return count.running_since + timedelta(seconds=left)


def next_step(count: Count, warned: int, steps: Sequence[int]) -> datetime | None:
    """When the next step after ``warned`` is reached, if it is not too late already."""
    return next((moment_of(count, step) for step in steps if step > warned), None)


def step_reached(count: Count, steps: Sequence[int], now: datetime) -> int:
    """The highest of the steps that a running clock has reached; 0 before the first."""
    reached = [step for step in steps if (at := moment_of(count, step)) is not None and at <= now]
    return max(reached, default=0)


def start(minutes: int, now: datetime) -> Count:
    """A clock that begins to run."""
    return Count(minutes=minutes, running_since=now)


def pause(count: Count, now: datetime) -> Count:
    """Stop counting for now."""
    if count.running_since is None:
        return count
    return replace(_judged(count, now), counted=count.elapsed(now), running_since=None)


def resume(count: Count, now: datetime) -> Count:
    """Go on counting, also after a reopening; a met clock is open again."""
    if count.running_since is not None:
        return count
    return replace(count, running_since=now, met_at=None)


def meet(count: Count, now: datetime) -> Count:
    """What was promised has happened. Only the first time counts."""
    if count.met_at is not None:
        return count
    judged = _judged(count, now)
    return replace(judged, counted=count.elapsed(now), running_since=None, met_at=now)


def breach(count: Count, now: datetime) -> Count:
    """Keep that the time is over, at the moment when it was."""
    return _judged(count, now)


def retarget(count: Count, minutes: int, now: datetime) -> Count:
    """Another target for the same count: what has run stays counted."""
    # First whether the old target was missed: the sweep may not have been here yet.
    changed = replace(_judged(count, now), minutes=minutes)
    if count.met_at is not None:
        return changed
    # A wider target forgives a breach that has not been answered yet.
    late = changed.elapsed(now) > changed.allowed
    return replace(changed, breached_at=(changed.breached_at or now) if late else None)


def _judged(count: Count, now: datetime) -> Count:
    due, since = count.due_at, count.running_since
    if count.breached_at is None and due is not None and since is not None and now >= due:
        # A clock that was given a narrower target while it stood is late from its resumption.
        return replace(count, breached_at=max(due, since))
    return count
