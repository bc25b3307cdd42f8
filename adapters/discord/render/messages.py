"""Cards and texts as Discord messages that keep to every limit and say what was cut."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from adapters.discord.render.components import (
    ROW,
    SECTION,
    Json,
    container,
    rows_of,
    words,
)
from adapters.discord.render.markup import MARKDOWN, escape_within, to_link, to_moment
from adapters.discord.render.packing import mark_of
from adapters.discord.render.page import LINE, Page
from bot.cards import Badge, Card, Fact, Link, Option, Row, Select, Text, Tone
from bot.showing.lines import (
    SHAPES,
    badge_words,
    byline,
    fact_name,
    file_lines,
    foot_lines,
    row_title,
)
from bot.showing.texts import cut, size

COLOURS: dict[Tone, int | None] = {
    Tone.NEUTRAL: None,
    Tone.ACCENT: 0x3B6FB6,
    Tone.GOOD: 0x2E8B57,
    Tone.WARNING: 0xD08700,
    Tone.DANGER: 0xC0392B,
}
COMPONENTS, SILENT, EPHEMERAL = 1 << 15, 1 << 12, 1 << 6
QUIET: Json = {"parse": []}
"""Whom a message of ours notifies: nobody, whatever it says."""
_BADGES = 8
_DETAIL = 500  # the words under the title of a row
_TITLE = 240
_FACTS = 1600  # characters of all facts together
_ACTS_IN_ROWS = 6
"""Acts up to which each stands in its row; more stand in one select for all rows."""


def render(
    content: Text | Card, *, voiced: bool = False, delivery: UUID | None = None
) -> list[Json]:
    """The components that say this, within every limit of Discord.

    One that is ``voiced`` stands under its author's name already. With a ``delivery`` the
    message carries its mark.
    """
    page = _TextPage(content, voiced) if isinstance(content, Text) else _CardPage(content)
    parts = page.parts()
    if delivery is not None:
        parts[0]["id"] = mark_of(delivery)
    return parts


def to_body(components: list[Json], *, flags: int = 0) -> dict[str, Any]:
    """A message made of these components, which notifies nobody by what it says."""
    return {"components": components, "flags": COMPONENTS | flags, "allowed_mentions": QUIET}


def to_badges(badges: Iterable[Badge]) -> str:
    """States as shape and word, so that none is told by colour alone."""
    return "  ".join(badge_words(MARKDOWN, badges))


class _TextPage(Page):
    def __init__(self, content: Text, voiced: bool) -> None:
        super().__init__()
        self._text = content
        self._author = None if voiced else content.author

    def parts(self) -> list[Json]:
        said = self._text
        head = self.small(" · ".join(byline(MARKDOWN, said, self._author)))
        foot = self.small(*(escape_within(line, LINE // 2) for line in foot_lines(said)))
        doings = self.doings(said.buttons)
        files = self.small(*file_lines(said, lambda words, _: escape_within(words, LINE // 2)))
        text = self.words(said.text) or ([] if files else self.admit(words("*(no words)*")))
        return [*head, *text, *files, *doings, *foot, *self.more()]


class _CardPage(Page):
    def __init__(self, content: Card) -> None:
        super().__init__()
        self._card = content

    def parts(self) -> list[Json]:
        card = self._card
        self.budget.take(container([], None))
        head = self._header()
        doings = self.doings(card.buttons, card.selects)
        facts = self._facts(card.facts)
        links = self._links(card.links)
        footer = self.small(MARKDOWN.beginning(card.footer, LINE))
        body = self.words(card.body)
        quote = self.words(card.quote, quoted=True)
        rows = self._rows(card.rows)
        inside = [*head, *body, *facts, *quote, *rows, *doings, *links, *footer, *self.more()]
        return [container(inside, COLOURS[card.tone])]

    def _header(self) -> list[Json]:
        card = self._card
        shape = f"{SHAPES[card.tone]} " if card.tone in (Tone.WARNING, Tone.DANGER) else ""
        ref = f"{card.ref} · " if card.ref else ""
        lines = [f"### {shape}{escape_within(f'{ref}{card.title}'.strip() or '—', _TITLE)}"]
        if card.badges:
            lines.append(to_badges(card.badges[:_BADGES]))
        if len(card.badges) > _BADGES:
            self.cuts.append(f"+{len(card.badges) - _BADGES} more states")
        return self.admit(words("\n".join(lines)))

    def _facts(self, facts: tuple[Fact, ...]) -> list[Json]:
        lines: list[str] = []
        room = _FACTS
        for fact in facts:
            line = to_fact(fact)
            room -= size(line) + 1
            if room < 0:
                break
            lines.append(line)
        shown = self.admit(words("\n".join(lines))) if lines else []
        left = len(facts) - (len(lines) if shown else 0)
        if left:
            self.cuts.append(f"+{left} more facts")
        return shown

    def _rows(self, rows: tuple[Row, ...]) -> list[Json]:
        together = sum(map(_acts_of, rows)) > _ACTS_IN_ROWS
        parts: list[Json] = []
        for at, row in enumerate(rows):
            shown = [words(_row_words(row))] if together else self._row(row)
            if not self.budget.take(*shown):
                self.cuts.append(f"+{len(rows) - at} more rows")
                break
            parts += shown
        return [*parts, *self.doings((), [_all_acts(rows)])] if together else parts

    def _row(self, row: Row) -> list[Json]:
        """One line of a list with its quick acts."""
        made = [self.acts.button(button) for button in row.buttons]
        elements = [button for button in made if button]
        if row.select:
            elements += self.acts.selects(row.select)
        text = words(_row_words(row))
        if len(elements) == 1 and not row.select:
            return [{"type": SECTION, "components": [text], "accessory": elements[0]}]
        return [text, *rows_of(elements)]

    def _links(self, links: tuple[Link, ...]) -> list[Json]:
        shown = [to_link(link.url, cut(link.label, 75)) for link in links]
        parts: list[Json] = []
        for at in range(0, len(shown), 5):
            part = self.small(" · ".join(shown[at : at + 5]))
            if not part:
                self.cuts.append(f"+{len(shown) - at} more links")
                break
            parts += part
        return parts


def to_fact(fact: Fact) -> str:
    """A named value, its moment in the reader's own time."""
    value = escape_within(fact.value, LINE)
    moment = to_moment(fact.moment) if fact.moment else ""
    shown = " ".join(part for part in (value, moment) if part) or "—"
    return f"**{fact_name(MARKDOWN, fact)}** {shown}".replace("\n", " ")


def _row_words(row: Row) -> str:
    title = escape_within(row_title(row), LINE)
    link = to_link(row.url, cut(row.title, 150)) if row.url else title
    marks = [to_badges(row.badges[:5]), to_moment(row.moment) if row.moment else ""]
    lines = [f"**{link}**" if size(link) <= LINE * 3 else f"**{title}**"]
    lines.append(" · ".join(mark for mark in marks if mark))
    lines.append(MARKDOWN.beginning(row.detail, _DETAIL))
    return "\n".join(line for line in lines if line)


def _acts_of(row: Row) -> int:
    return len(row.buttons) + (len(row.select.options) if row.select else 0)


def _all_acts(rows: tuple[Row, ...]) -> Select:
    """The acts of all rows in one select, each with the row that it is about."""
    options = [
        Option(label=f"{label} · {row.title}", says=says)
        for row in rows
        for label, says in (
            *((one.label, one.says) for one in row.buttons),
            *((one.label, one.says) for one in (row.select.options if row.select else ())),
        )
    ]
    return Select(label="Choose an act", options=tuple(options))


def first_words(message: dict[str, Any]) -> str:
    """What stands first in a message of ours: in a card its title."""
    for part in message.get("components") or ():
        if part.get("type") == ROW:
            continue
        inner = part.get("components") or (part,)
        found = next((str(one["content"]) for one in inner if one.get("content")), "")
        if found:
            return found.split("\n")[0]
    return str(message.get("content") or "").split("\n")[0]
