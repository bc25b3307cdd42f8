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
class ClockBreached(Event):
    """A target was missed."""

    metric: str
    minutes: int
