"""A Discord message under construction: what is admitted, and what must be left out."""

from collections.abc import Iterable

from adapters.discord.render.components import Acts, Budget, Json, rows_of, small, words
from adapters.discord.render.limits import MESSAGE_TEXT
from adapters.discord.render.markup import MARKDOWN, escape_within
from bot.cards import Button, Select
from bot.showing.texts import size

LINE = 300  # one line of small print or one value; longer ones are cut
_PIECE = 1000
_MORE = 120  # characters kept for saying what was cut


class Page:
    """A message under construction: parts are admitted by importance, shown in order."""

    def __init__(self) -> None:
        self.budget = Budget()
        self.acts = Acts()
        self.cuts: list[str] = []
        self.budget.take(words("x" * _MORE))

    def admit(self, part: Json) -> list[Json]:
        """The part, if there is room for it."""
        return [part] if self.budget.take(part) else []

    def small(self, *texts: str) -> list[Json]:
        """Lines of small print, if there is anything in them and room for it."""
        shown = [text for text in texts if text.strip()]
        return self.admit(small("\n".join(shown))) if shown else []

    def words(self, text: str, *, quoted: bool = False) -> list[Json]:
        """As much of a text as there is room for, in one part."""
        left = max(0, len(text) - MESSAGE_TEXT)
        shown: list[str] = []
        room, full = self.budget.text, self.budget.components < 1
        for piece in MARKDOWN.pieces(text[:MESSAGE_TEXT], _PIECE):
            marked = MARKDOWN.quoted(piece) if quoted else piece
            wanted = size(marked) + 2
            full = full or wanted > room
            if full:
                left += len(piece)
            else:
                shown.append(marked)
                room -= wanted
        if left:
            self.cuts.append(f"+{left:,} more characters")
        between = "\n> \n" if quoted else "\n\n"
        return self.admit(words(between.join(shown))) if shown else []

    def doings(self, buttons: Iterable[Button], selects: Iterable[Select] = ()) -> list[Json]:
        """The acts as rows of buttons and selects."""
        made = [self.acts.button(button) for button in buttons]
        elements = [one for one in made if one is not None]
        elements += [part for select in selects for part in self.acts.selects(select)]
        shown: list[Json] = []
        for row in rows_of(elements):
            if self.budget.take(row):
                shown.append(row)
            else:
                self.acts.left_out += len(row["components"])
        return shown

    def more(self) -> list[Json]:
        """The line that says what was cut."""
        if self.acts.left_out:
            self.cuts.append(f"+{self.acts.left_out} more acts")
        told = escape_within(f"{' · '.join(self.cuts)} not shown here", _MORE - 3)
        return [small(told)] if self.cuts else []
