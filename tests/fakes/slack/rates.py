"""What the fake allows in a minute, method by method, and counts for itself."""

from collections import defaultdict, deque
from datetime import datetime, timedelta

from tests.fakes.slack.state import Refusal

TIERS = {
    "users.list": 20,
    "usergroups.list": 20,
    "usergroups.users.list": 20,
    "chat.update": 50,
    "chat.delete": 50,
    "conversations.info": 50,
    "conversations.history": 50,
    "conversations.replies": 50,
    "conversations.open": 50,
    "chat.postEphemeral": 100,
    "conversations.members": 100,
    "users.info": 100,
    "views.open": 100,
}
POSTS_IN_A_WORKSPACE = 300
POSTS_IN_A_CHANNEL = {60: 64, 10: 14}
"""One a second, with a short burst: so many in so many seconds."""


class Rates:
    """Sliding windows: what went through within the last seconds, by name."""

    def __init__(self) -> None:
        self._passed: dict[str, deque[datetime]] = defaultdict(deque)
        self.most: dict[str, int] = defaultdict(int)

    def check(self, method: str, channel: str, now: datetime) -> None:
        """Let a call pass, or refuse it (rate.method)."""
        if method == "chat.postMessage":
            for seconds, limit in POSTS_IN_A_CHANNEL.items():
                self._refuse(f"channel {channel}", now, seconds, limit)
            self._refuse(method, now, 60, POSTS_IN_A_WORKSPACE)
            self._pass(f"channel {channel}", now)
            self._pass(method, now)
        elif method in TIERS:
            self._refuse(method, now, 60, TIERS[method])
            self._pass(method, now)

    def _refuse(self, name: str, now: datetime, seconds: int, limit: int) -> None:
        since = now - timedelta(seconds=seconds)
        if sum(1 for at in self._passed[name] if at > since) >= limit:
            raise Refusal("rate.method")

    def _pass(self, name: str, now: datetime) -> None:
        passed = self._passed[name]
        passed.append(now)
        while passed and passed[0] <= now - timedelta(seconds=60):
            passed.popleft()
        self.most[name] = max(self.most[name], len(passed))
