"""How our calls to Discord fail, and whether plain messages reach us with their words."""

from bot.process.watching import Keep, Watch
from core.clock import Clock


class Health(Watch):
    """``reads_words``: whether they do, as far as Discord has told this process."""

    def __init__(self, clock: Clock, keep: Keep | None = None, guild: str = "") -> None:
        super().__init__(clock, keep, guild)
        self.reads_words = True
