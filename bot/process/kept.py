"""Answers of a platform that stay good for a while."""

from datetime import datetime, timedelta
from typing import Generic, TypeVar

from core.clock import Clock

_MOST = 5000
V = TypeVar("V")


class Kept(Generic[V]):
    """Values by key, each with the time at which it was learned."""

    def __init__(self, clock: Clock, good_for: timedelta) -> None:
        self._clock = clock
        self._good_for = good_for
        self._entries: dict[str, tuple[datetime, V]] = {}

    def get(self, key: str, within: timedelta | None = None) -> V | None:
        """What was kept, while it is good; ``within``: learned no longer ago than that."""
        found = self._entries.get(key)
        if found is None or self._clock.now() - found[0] >= (within or self._good_for):
            return None
        return found[1]

    def put(self, key: str, value: V) -> V:
        """Keep a value; the oldest makes room."""
        self._entries.pop(key, None)
        if len(self._entries) >= _MOST:
            self._entries.pop(next(iter(self._entries)))
        self._entries[key] = (self._clock.now(), value)
        return value

    def forget(self, key: str) -> None:
        """It has changed."""
        self._entries.pop(key, None)

    def clear(self) -> None:
        """All of it may have changed."""
        self._entries.clear()
