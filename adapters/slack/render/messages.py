"""Cards and texts as Slack messages that keep to every limit and say what was cut."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from adapters.slack.render.blocks import (
    Acts,
    Json,
    fields_section,
    plain,
    section,
)
from adapters.slack.render.limits import (
    ACTIONS_ELEMENTS,
    FALLBACK_TEXT,
    HEADER_TEXT,
    SECTION_FIELDS,
    SECTION_TEXT,
)
from adapters.slack.render.markup import MRKDWN, escape_within, to_link, to_moment
from adapters.slack.render.page import LINE, Page
from bot.cards import Badge, Card, Fact, Link, Row, Text, Tone
from bot.showing.lines import (
    SHAPES,
    badge_words,
    byline,
    fact_name,
    file_lines,
    foot_lines,
    row_title,
    spoken_card,
)
from bot.showing.texts import cut, size

_BADGES = 8
_DETAIL = 700  # the words under the title of a row


@dataclass(frozen=True)
class Message:
    """A message for Slack: blocks, and a text for screen readers and notifications."""

    text: str
    blocks: list[Json]


def render(content: Text | Card, *, voiced: bool = False) -> Message:
    """The message that says this, within every limit of Slack. One that is ``voiced`` stands
    under its author's name already."""
    if isinstance(content, Text):
        return _TextPage(content, voiced).message()
    return _CardPage(content).message()


def to_badges(badges: Iterable[Badge]) -> str:
    """States as shape and word, so that none is told by colour alone."""
    return "  ".join(badge_words(MRKDWN, badges))


class _TextPage(Page):
    def __init__(self, content: Text, voiced: bool) -> None:
        super().__init__()
        self._text = content
        self._author = None if voiced else content.author

    def message(self) -> Message:
        said = self._text
        head = self.small(*byline(MRKDWN, said, self._author))
        foot = self.small(*(escape_within(line, LINE) for line in foot_lines(said)))
        doings = self.doings(said.buttons)
        files = self.small(*file_lines(said, lambda words, _: escape_within(words, LINE)))
        words = self.words(said.text) or ([] if files else [section("_(no words)_")])
        name = f"{self._author.name}: " if self._author else ""
        named = ", ".join(one.name for one in said.files) or "(no words)"
        kind = "Note, staff only. " if said.internal else ""
        return Message(
            text=escape_within(f"{kind}{name}{said.text or named}".strip(), FALLBACK_TEXT),
            blocks=[*head, *words, *files, *doings, *foot, *self.more()],
        )


class _CardPage(Page):
    def __init__(self, content: Card) -> None:
        super().__init__()
        self._card = content

    def message(self) -> Message:
        card = self._card
        head = self._header()
        badges = self.small(to_badges(card.badges[:_BADGES]))
        if len(card.badges) > _BADGES:
            self.cuts.append(f"+{len(card.badges) - _BADGES} more states")
        doings = self.doings(card.buttons, card.selects, card.ref or "")
        facts = self._facts(card.facts)
        links = self._links(card.links)
        footer = self.small(MRKDWN.beginning(card.footer, LINE))
        body = self.words(card.body)
        quote = self.words(card.quote, quoted=True)
        rows = self._rows(card.rows)
        blocks = [*head, *badges, *body, *facts, *quote, *rows, *doings, *links, *footer]
        return Message(
            text=escape_within(spoken_card(card), FALLBACK_TEXT), blocks=[*blocks, *self.more()]
        )

    def _header(self) -> list[Json]:
        card = self._card
        shape = f"{SHAPES[card.tone]} " if card.tone in (Tone.WARNING, Tone.DANGER) else ""
        ref = f"{card.ref} · " if card.ref else ""
        block: Json = {"type": "header", "text": plain(f"{shape}{ref}{card.title}", HEADER_TEXT)}
        self.budget.take(block)
        return [block]

    def _facts(self, facts: tuple[Fact, ...]) -> list[Json]:
        blocks: list[Json] = []
        for at in range(0, len(facts), SECTION_FIELDS):
            block = fields_section([to_fact(one) for one in facts[at : at + SECTION_FIELDS]])
            if not self.budget.take(block):
                self.cuts.append(f"+{len(facts) - at} more facts")
                break
            blocks.append(block)
        return blocks

    def _rows(self, rows: tuple[Row, ...]) -> list[Json]:
        blocks: list[Json] = []
        for at, row in enumerate(rows):
            parts = to_row(self.acts, row)
            if not self.budget.take(*parts):
                self.cuts.append(f"+{len(rows) - at} more rows")
                break
            blocks += parts
        return blocks

    def _links(self, links: tuple[Link, ...]) -> list[Json]:
        shown: list[str] = []
        room = SECTION_TEXT
        for link in links:
            words = to_link(link.url, cut(link.label, 75))
            room -= size(words) + 3
            if room < 0:
                self.cuts.append(f"+{len(links) - len(shown)} more links")
                break
            shown.append(words)
        return self.small(" · ".join(shown))


def to_row(acts: Acts, row: Row) -> list[Json]:
    """One line of a list with its quick acts."""
    buttons = [acts.button(button, row.title) for button in row.buttons[:5]]
    elements = [button for button in buttons if button]
    acts.left_out += len(row.buttons[5:])
    if row.select:
        elements += acts.select(row.select)
    block = section(_row_words(row))
    if len(elements) == 1:
        return [block | {"accessory": elements[0]}]
    acts.left_out += len(elements[ACTIONS_ELEMENTS:])
    actions: Json = {"type": "actions", "elements": elements[:ACTIONS_ELEMENTS]}
    return [block, actions] if elements else [block]


def to_fact(fact: Fact) -> str:
    """A named value, its moment in the reader's own time."""
    value = escape_within(fact.value, LINE)
    moment = to_moment(fact.moment) if fact.moment else ""
    shown = " ".join(part for part in (value, moment) if part) or "—"
    return f"*{fact_name(MRKDWN, fact)}*\n{shown}"


def _row_words(row: Row) -> str:
    title = escape_within(row_title(row), LINE)
    link = to_link(row.url, cut(row.title, 150)) if row.url else title
    marks = [to_badges(row.badges[:5]), to_moment(row.moment) if row.moment else ""]
    lines = [f"*{link}*" if size(link) <= SECTION_TEXT // 3 else f"*{title}*"]
    lines.append(" · ".join(mark for mark in marks if mark))
    lines.append(MRKDWN.beginning(row.detail, _DETAIL))
    return "\n".join(line for line in lines if line)


def to_unfurls(cards: Mapping[str, Card]) -> Json:
    """A card under each link."""
    return {url: {"blocks": render(card).blocks} for url, card in cards.items()}
