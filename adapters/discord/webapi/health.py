"""How our connection to Discord has done lately, and whether its gateway is ours."""

from bot.watching import Watch
from core.clock import Clock


class Health(Watch):
    """``trouble`` is why the gateway does not tell us what it should, in words; ``reads_words``,
    whether plain messages reach us with theirs."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.holds_gateway = False
        self.trouble = ""
        self.reads_words = True
