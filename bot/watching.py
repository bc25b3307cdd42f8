"""How a connection to a platform has done lately, as this process has seen it."""

from collections import deque
from datetime import datetime, timedelta
from typing import Any

from bot.health import ConnectionHealth, Stumble
from bot.ports import Gone, SendError, TryLater
from core.clock import Clock

_MINUTE = timedelta(minutes=1)
_STUMBLES = 3
_MOST_CALLS = 5000


class Watch:
    """Counts calls, waits and failures; keeps no text of anybody's and no secret."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._calls: deque[datetime] = deque(maxlen=_MOST_CALLS)
        self._stumbles: deque[Stumble] = deque(maxlen=_STUMBLES)
        self.since = clock.now()
        self.heard_at: datetime | None = None
        self.waits = 0
        self.paused_until: datetime | None = None

    def called(self) -> None:
        """A call is made."""
        self._calls.append(self._clock.now())

    def heard(self) -> None:
        """Something came in."""
        self.heard_at = self._clock.now()

    def failed(self, what: str, error: SendError, *, limited: bool) -> None:
        """A call failed; what is merely gone is no failure of the connection."""
        if isinstance(error, Gone):
            return
        now = self._clock.now()
        if limited and isinstance(error, TryLater):
            self.waits += 1
            self.paused_until = now + timedelta(seconds=error.retry_after or 1.0)
        self._stumbles.append(Stumble(now, what, error.reason))

    @property
    def calls_lately(self) -> int:
        """How many calls were made within a minute."""
        since = self._clock.now() - _MINUTE
        return sum(1 for at in self._calls if at > since)

    @property
    def stumbles(self) -> tuple[Stumble, ...]:
        """The last failures, the newest first."""
        return tuple(reversed(self._stumbles))

    def tell(self, workspace: str, name: str, how: str, **more: Any) -> ConnectionHealth:
        """What was seen, as the health of that workspace's connection."""
        seen = {
            "since": self.since,
            "heard_at": self.heard_at,
            "calls_lately": self.calls_lately,
            "waits": self.waits,
            "paused_until": self.paused_until,
            "stumbles": self.stumbles,
        }
        return ConnectionHealth(workspace, name, how, **{**seen, **more})
