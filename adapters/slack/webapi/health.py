"""How the calls to a workspace fail, and what they may do."""

from bot.process.watching import Keep, Watch
from core.clock import Clock


class Health(Watch):
    """``scopes`` are those that Slack's answers name; None while none has."""

    def __init__(self, clock: Clock, keep: Keep | None = None) -> None:
        super().__init__(clock, keep)
        self.scopes: frozenset[str] | None = None
