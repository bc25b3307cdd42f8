"""A card under construction: parts are admitted by importance, and what is cut is said."""

from collections.abc import Sequence

from adapters.teams.render.elements import (
    Acts,
    Budget,
    Json,
    action_set,
    bringing,
    container,
    in_rows,
    small,
    text_block,
    toggle,
)
from adapters.teams.render.limits import ACTION_TITLE, ACTIONS, CARD_BYTES
from adapters.teams.render.markup import MARKS, plain
from bot.cards import Button, Select

LINE = 300
"""Characters of one line of small print or one value; longer ones are cut."""
_MOST_READ = CARD_BYTES * 2
_PIECE = 2_000
"""Characters of one block: a long paragraph stands in several, so that its beginning finds room."""
_FRAME = 1_200
"""Bytes of a card's own frame, and of the line that says what was cut."""


class Page:
    """Collects elements within the budget.

    ``brings`` is what the actions of the whole card bring back besides their commands. Those
    of rows do not: each names its ticket, and together they would take too much room.
    """

    def __init__(self, fallback: str, brings: Json | None = None, room: int = CARD_BYTES) -> None:
        self._brings = brings or {}
        self.budget = Budget(room - _FRAME)
        self.budget.take({"fallbackText": fallback, "speak": fallback})
        self.acts = Acts()
        self.cuts: list[str] = []
        self._hidden = 0

    def small(self, text: str) -> list[Json]:
        """A line of small print, if there is anything in it and room for it."""
        block = small(text) if text.strip() else None
        return [block] if block and self.budget.take(block) else []

    def words(self, text: str, **style: str) -> list[Json]:
        """A text, a block for each of its paragraphs, as many as there is room for."""
        left = max(0, len(text) - _MOST_READ)
        blocks: list[Json] = []
        full = False
        for piece in MARKS.pieces(text[:_MOST_READ], _PIECE):
            block = text_block(piece, **style)
            full = full or not self.budget.take(block)
            if full:
                left += len(piece)
            else:
                blocks.append(block)
        if left:
            self.cuts.append(f"+{left:,} more characters")
        return blocks

    def card_actions(self, buttons: Sequence[Button], selects: Sequence[Select]) -> list[Json]:
        """The actions of the whole card: six at most, the rest behind the last."""
        wanted = self.acts.all_of(buttons, selects)
        made = self._within_room([bringing(one, self._brings) for one in wanted])
        if len(made) <= ACTIONS:
            return made
        shown, rest = made[: ACTIONS - 1], made[ACTIONS - 1 :]
        label = plain(selects[0].label, ACTION_TITLE) if selects else "More"
        inner = {"type": "AdaptiveCard", "body": in_rows(rest)}
        return [*shown, {"type": "Action.ShowCard", "title": label, "card": inner}]

    def row_actions(self, buttons: Sequence[Button], select: Select | None) -> list[Json]:
        """The quick acts of one line: its buttons, its menu behind one more of them."""
        first = self.acts.all_of(buttons, ())
        rest = self.acts.all_of((), (select,)) if select else []
        if len(first) + len(rest) <= 2:
            return in_rows([*first, *rest])
        if len(first) > ACTIONS - 1:
            first, rest = first[: ACTIONS - 1], [*first[ACTIONS - 1 :], *rest]
        if not rest:
            return in_rows(first)
        self._hidden += 1
        name = f"more{self._hidden}"
        more = container(in_rows(rest), id=name, isVisible=False)
        return [action_set([*first, toggle(select.label if select else "More", name)]), more]

    def more(self) -> list[Json]:
        """The line that says what was cut; room was kept for it."""
        if self.acts.left_out:
            self.cuts.append(f"+{self.acts.left_out} more acts")
        return [small(f"{' · '.join(self.cuts)} not shown here")] if self.cuts else []

    def _within_room(self, made: list[Json]) -> list[Json]:
        kept: list[Json] = []
        for action in made:
            if len(kept) < len(made) and self.budget.take(action):
                kept.append(action)
            else:
                self.acts.left_out += 1
        return kept
