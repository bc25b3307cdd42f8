"""What the fake allows in a while, route by route and in all, and counts for itself."""

import hashlib
from collections import defaultdict, deque
from collections.abc import Mapping
from datetime import timedelta

from aiohttp import web

from core.clock import Clock
from tests.fakes.discord.faults import limited

POSTS, EDITS = "POST /channels/{channel}/messages", "PATCH /channels/{channel}/messages/{message}"
RENAMES = "PATCH /channels/{channel}"
LIMITS: dict[str, tuple[int, float]] = {
    POSTS: (5, 5.0),
    EDITS: (5, 5.0),
    f"{RENAMES}:name": (2, 600.0),
    "POST /channels/{channel}/threads": (50, 300.0),
    "PUT /channels/{channel}/messages/{message}/reactions/{emoji}/@me": (1, 0.25),
    "POST /webhooks/{webhook}/{token}": (5, 2.0),
    "GET /guilds/{guild}/members/search": (10, 10.0),
}
"""What is measured at the real one; it gives no promise of these."""

IN_ALL = (50, 1.0)
_FREE = ("/interactions/", "/webhooks/{webhook}/{token}")
_MAJOR = ("channel", "guild", "webhook", "token")


class Rates:
    """Windows that begin with their first call: so many in so many seconds.

    ``limits`` may be changed; ``most`` tells how many calls one window has seen.
    """

    def __init__(self, clock: Clock, limits: dict[str, tuple[int, float]] | None = None) -> None:
        self.clock = clock
        self.limits = dict(LIMITS if limits is None else limits)
        self.in_all = IN_ALL
        self.refused: list[str] = []
        self.most: dict[str, int] = defaultdict(int)
        self._windows: dict[str, tuple[float, int]] = {}
        self._all: deque[float] = deque()

    def take(
        self, route: str, at: Mapping[str, str], body: Mapping[str, object]
    ) -> tuple[web.Response | None, dict[str, str]]:
        """Let a call pass, or its 429; and the headers that tell of its bucket."""
        now = self.clock.now().timestamp()
        if not any(route.partition(" ")[2].startswith(one) for one in _FREE):
            wait = self._global(now)
            if wait is not None:
                self.refused.append(route)
                return limited(wait, is_global=True), {}
        if route == RENAMES and body.get("name"):
            route = f"{RENAMES}:name"
        if route not in self.limits:
            return None, {}
        return self._bucket(route, at, now)

    def _global(self, now: float) -> float | None:
        most, seconds = self.in_all
        while self._all and self._all[0] <= now - seconds:
            self._all.popleft()
        if len(self._all) >= most:
            return round(self._all[0] + seconds - now, 3)
        self._all.append(now)
        return None

    def _bucket(
        self, route: str, at: Mapping[str, str], now: float
    ) -> tuple[web.Response | None, dict[str, str]]:
        limit, seconds = self.limits[route]
        key = " ".join([route, *(at[one] for one in _MAJOR if one in at)])
        begun, used = self._windows.get(key, (now, 0))
        if now >= begun + seconds:
            begun, used = now, 0
        after = round(max(0.0, begun + seconds - now), 3)
        refused = limited(after, is_global=False) if used >= limit else None
        if refused is None:
            used += 1
            self._windows[key] = (begun, used)
            self.most[key] = max(self.most[key], used)
        else:
            self.refused.append(route)
        headers = {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(max(0, limit - used)),
            "X-RateLimit-Reset": str((self.clock.now() + timedelta(seconds=after)).timestamp()),
            "X-RateLimit-Reset-After": str(after),
            "X-RateLimit-Bucket": hashlib.md5(route.encode()).hexdigest(),
        }
        if refused is not None:
            refused.headers.update(headers)
        return refused, headers
