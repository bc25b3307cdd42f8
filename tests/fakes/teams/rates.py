"""What the fake allows in one conversation and in the tenant, and counts for itself."""

from collections import defaultdict, deque
from datetime import datetime, timedelta
from itertools import takewhile
from math import ceil

from tests.fakes.teams.records import Refusal

SENDS = {1: 7, 2: 8, 30: 60, 3600: 1800}
"""So many messages in so many seconds, in one conversation; the same for creating them."""
READS = {1: 14, 2: 16, 30: 120, 3600: 3600}
"""So many reads of a roster or of a team's channels."""
IN_TENANT = {1: 50}
_READING = {"members", "teams"}


class Rates:
    """Sliding windows: what went through within the last seconds, by name."""

    def __init__(self) -> None:
        self._passed: dict[str, deque[datetime]] = defaultdict(deque)
        self.most: dict[str, int] = defaultdict(int)

    def check(self, call: str, conversation: str, now: datetime) -> None:
        """Let a call pass, or refuse it (rate.tenant, rate.conversation)."""
        self._refuse("tenant", IN_TENANT, "rate.tenant", now)
        name = f"{call if call in (*_READING, 'create') else 'send'} {conversation}"
        self._refuse(name, READS if call in _READING else SENDS, "rate.conversation", now)
        for one in ("tenant", name):
            passed = self._passed[one]
            passed.append(now)
            while passed and passed[0] <= now - timedelta(hours=1):
                passed.popleft()
            second = now - timedelta(seconds=1)
            within = sum(1 for _ in takewhile(second.__lt__, reversed(passed)))
            self.most[one] = max(self.most[one], within)

    def _refuse(self, name: str, windows: dict[int, int], rule: str, now: datetime) -> None:
        passed = self._passed[name]
        for seconds, limit in windows.items():
            window = timedelta(seconds=seconds)
            if len(passed) >= limit and passed[-limit] > now - window:
                wait = (passed[-limit] + window - now).total_seconds()
                raise Refusal(rule, max(1, ceil(wait)))
