"""How a person's App Home looks. Pure."""

from adapters.slack.render.blocks import Budget, Json, context, fields_section, plain, section
from adapters.slack.render.limits import HEADER_TEXT, SECTION_FIELDS, VIEW_BLOCKS, VIEW_JSON
from adapters.slack.render.markup import escape_within
from adapters.slack.render.messages import to_fact, to_row
from adapters.slack.render.page import LINE, Page
from bot.cards import Fact, Home, Section

_DIVIDER: Json = {"type": "divider"}


def to_home_view(home: Home) -> Json:
    """The page, within every limit of Slack; what did not fit is said."""
    return {"type": "home", "blocks": _HomePage(home).blocks()}


class _HomePage(Page):
    def __init__(self, home: Home) -> None:
        super().__init__(Budget(VIEW_BLOCKS, VIEW_JSON, VIEW_JSON))
        self._home = home

    def blocks(self) -> list[Json]:
        """All blocks: greeting, counts and acts first, then what needs attention."""
        home = self._home
        blocks = [*self._header(home.title), *self._facts(home.facts)]
        blocks += self.doings(home.buttons)
        settings = self._facts(home.settings)
        for part in home.sections:
            blocks += self._section(part)
        if settings:
            blocks += [_DIVIDER, *settings] if self.budget.take(_DIVIDER) else settings
        return [*blocks, *self.more()]

    def _header(self, title: str) -> list[Json]:
        block: Json = {"type": "header", "text": plain(title, HEADER_TEXT)}
        return [block] if self.budget.take(block) else []

    def _facts(self, facts: tuple[Fact, ...]) -> list[Json]:
        shown = [to_fact(one) for one in facts[:SECTION_FIELDS]]
        block = fields_section(shown) if shown else None
        return [block] if block and self.budget.take(block) else []

    def _section(self, part: Section) -> list[Json]:
        title = section(f"*{escape_within(part.title, LINE)}*")
        if not self.budget.take(_DIVIDER, title):
            self.cuts.append(part.title)
            return []
        blocks = [_DIVIDER, title]
        if not part.rows:
            empty = context(escape_within(part.empty or "Nothing here.", LINE))
            return [*blocks, empty] if self.budget.take(empty) else blocks
        for at, row in enumerate(part.rows):
            lines = to_row(self.acts, row)
            if not self.budget.take(*lines):
                self.cuts.append(f"+{len(part.rows) - at} more of {part.title}")
                break
            blocks += lines
        return blocks + self.doings(part.buttons, about=part.title)
