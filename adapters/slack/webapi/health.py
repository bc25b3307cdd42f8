"""How a workspace's connection has done lately, and what it may do."""

from bot.watching import Watch
from core.clock import Clock


class Health(Watch):
    """``scopes`` are those that Slack's answers name; None while none has."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.scopes: frozenset[str] | None = None
