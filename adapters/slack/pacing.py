"""Keeping to Slack's rates before Slack has to say so."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from core.clock import Clock


@dataclass(frozen=True)
class Rate:
    """So many at once, and then so many a second."""

    burst: float
    per_second: float


# Slack allows one message a second in a channel and forgives short bursts.
CHANNEL = Rate(burst=4, per_second=1)
_TIER_2 = Rate(burst=10, per_second=20 / 60)
_TIER_3 = Rate(burst=20, per_second=50 / 60)
_TIER_4 = Rate(burst=40, per_second=100 / 60)

METHODS = {
    "users.list": _TIER_2,
    "chat.update": _TIER_3,
    "chat.delete": _TIER_3,
    "conversations.info": _TIER_3,
    "conversations.history": _TIER_3,
    "conversations.replies": _TIER_3,
    "conversations.open": _TIER_3,
    "chat.postEphemeral": _TIER_4,
    "conversations.members": _TIER_4,
    "users.info": _TIER_4,
    "views.open": _TIER_4,
    "files.getUploadURLExternal": _TIER_4,
    "files.completeUploadExternal": _TIER_4,
    "files.delete": _TIER_3,
    "files.info": _TIER_4,
}

_MOST_BUCKETS = 2000


@dataclass
class _Bucket:
    tokens: float
    at: datetime


class Pacer:
    """Token buckets by name. Forgets the names that were not used for longest."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, name: str, rate: Rate) -> float:
        """Take one: 0 when it may happen now, else the seconds to wait (nothing is taken)."""
        now = self._clock.now()
        bucket = self._buckets.pop(name, None) or _Bucket(rate.burst, now)
        self._buckets[name] = bucket
        passed = max(0.0, (now - bucket.at).total_seconds())
        bucket.tokens = min(rate.burst, bucket.tokens + passed * rate.per_second)
        bucket.at = now
        while len(self._buckets) > _MOST_BUCKETS:
            self._buckets.popitem(last=False)
        if bucket.tokens < 1:
            return (1 - bucket.tokens) / rate.per_second
        bucket.tokens -= 1
        return 0.0
