"""A Slack message under construction: what is admitted, and what must be left out."""

from collections.abc import Iterable

from adapters.slack.render.blocks import ActRows, Acts, Budget, Json, context, section
from adapters.slack.render.limits import ALL_TEXT, SECTION_TEXT
from adapters.slack.render.markup import MRKDWN
from bot.cards import Button, Select
from bot.showing.texts import size

LINE = 300  # one line of small print or one value; longer ones are cut
_MOST_READ = ALL_TEXT * 4 // 3  # of a text; what comes after it cannot fit anyway
MORE_ROOM = 1  # one block is kept for saying what was cut


class Page:
    """A message under construction: parts are admitted by importance, shown in order."""

    def __init__(self, budget: Budget | None = None) -> None:
        self.budget = budget or Budget()
        self.acts = Acts()
        self.cuts: list[str] = []
        self.budget.take(context("x" * LINE), blocks=MORE_ROOM)

    def small(self, *texts: str) -> list[Json]:
        """A line of small print, if there is anything in it and room for it."""
        shown = [text for text in texts if text.strip()]
        block = context(*shown) if shown else None
        return [block] if block and self.budget.take(block) else []

    def words(self, text: str, *, quoted: bool = False) -> list[Json]:
        """A text in as many sections as there is room for."""
        left = max(0, len(text) - _MOST_READ)
        # A quoted line grows by its mark: a third leaves room for the shortest lines.
        limit = SECTION_TEXT // 3 - 100 if quoted else SECTION_TEXT
        blocks: list[Json] = []
        full = False
        for piece in joined(MRKDWN.pieces(text[:_MOST_READ], limit), quoted=quoted):
            block = section(piece)
            full = full or not self.budget.take(block)
            if full:
                left += len(piece)
            else:
                blocks.append(block)
        if left:
            self.cuts.append(f"+{left:,} more characters")
        return blocks

    def doings(
        self, buttons: Iterable[Button], selects: Iterable[Select] = (), about: str = ""
    ) -> list[Json]:
        """The acts as buttons and selects, on what they are ``about``."""
        rows = ActRows(self.budget)
        for button in buttons:
            rows.add(self.acts.button(button, about))
        for select in selects:
            for element in self.acts.select(select):
                rows.add(element)
        self.acts.left_out += rows.left_out
        return rows.to_blocks()

    def more(self) -> list[Json]:
        """The line that says what was cut."""
        if self.acts.left_out:
            self.cuts.append(f"+{self.acts.left_out} more acts")
        return [context(f"{' · '.join(self.cuts)} not shown here")] if self.cuts else []


def joined(pieces: list[str], *, quoted: bool) -> list[str]:
    """Pieces packed into as few sections as they fit in, each line marked if it is quoted."""
    sections: list[str] = []
    mark = MRKDWN.quote if quoted else ""
    for piece in pieces:
        marked = MRKDWN.quoted(piece) if quoted else piece
        joined = f"{sections[-1]}\n{mark}\n{marked}" if sections else marked
        if sections and size(joined) <= SECTION_TEXT:
            sections[-1] = joined
        else:
            sections.append(marked)
    return sections
