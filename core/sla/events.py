"""Facts about clocks; together they are the ledger that explains a clock."""

from dataclasses import dataclass

from core.events.event import Event


@dataclass(frozen=True, kw_only=True)
class ClockChanged(Event):
    """A clock was started, paused, resumed, met or retargeted.

    ``counted`` is in seconds, ``minutes`` is the target.
    """

    metric: str
    act: str
    state: str
    minutes: int
    counted: float


@dataclass(frozen=True, kw_only=True)
class ClockHalfway(Event):
    """Half of a target's time is used up."""

    metric: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class ClockWarned(Event):
    """So many percent of a target's time are used up: `sla.warning`."""

    metric: str
    minutes: int
    percent: int


@dataclass(frozen=True, kw_only=True)
class ClockBreached(Event):
    """A target was missed: `sla.breached`."""

    metric: str
    minutes: int
