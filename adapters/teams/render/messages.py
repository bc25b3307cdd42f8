"""Cards and texts as Adaptive Cards that keep to every limit and say what was cut."""

from dataclasses import dataclass

from adapters.teams.render.elements import (
    Json,
    adaptive_card,
    container,
    text_block,
    to_attachment,
)
from adapters.teams.render.limits import FALLBACK, TITLE
from adapters.teams.render.markup import MARKS, escape_within, plain, to_link, to_moment
from adapters.teams.render.page import LINE, Page
from bot.cards import Card, Fact, File, Link, Row, Text, Tone
from bot.showing.lines import (
    badge_words,
    byline,
    fact_name,
    file_lines,
    foot_lines,
    row_title,
    spoken_card,
)
from bot.showing.texts import clean, cut

STYLES = {
    Tone.NEUTRAL: "default",
    Tone.ACCENT: "accent",
    Tone.GOOD: "good",
    Tone.WARNING: "warning",
    Tone.DANGER: "attention",
}
_DETAIL = 400
_MOST_FACTS = 20
_MOST_LINKS = 10


@dataclass(frozen=True)
class Message:
    """What one message carries: its card, and a line for lists of chats and for notices."""

    card: Json
    summary: str

    def to_activity(self) -> Json:
        """The message as the Bot Connector takes it."""
        return {
            "type": "message",
            "attachments": [to_attachment(self.card)],
            "summary": self.summary,
        }


def render(content: Text | Card, files_at: str = "", brings: Json | None = None) -> Message:
    """What we say, as a message. ``files_at``: where files can be had that stand apart;
    ``brings``: what its buttons bring back besides."""
    if isinstance(content, Card):
        said = cut(clean(spoken_card(content)).strip() or "—", FALLBACK)
        return Message(_CardPage(content, said, brings).card(), cut(said.split("\n")[0], 200))
    return _text(content, files_at, brings)


class _CardPage(Page):
    def __init__(self, card: Card, fallback: str, brings: Json | None) -> None:
        super().__init__(fallback, brings)
        self._card = card
        self._fallback = fallback

    def card(self) -> Json:
        """All elements. What must not be missing takes its room first."""
        card = self._card
        head = self._head()
        actions = self.card_actions(card.buttons, card.selects)
        facts = self._facts(card.facts)
        body = self.words(card.body) if card.body.strip() else []
        quote = self._quote(card.quote)
        links = self._links(card.links)
        footer = self.small(escape_within(card.footer, LINE)) if card.footer else []
        rows = self._rows(card.rows)
        shown = [head, *body, *facts, *quote, *rows, *links, *footer, *self.more()]
        return adaptive_card(shown, fallback=self._fallback, actions=actions)

    def _head(self) -> Json:
        card = self._card
        title = f"{card.ref} · {card.title}" if card.ref else card.title
        items = [text_block(escape_within(title.strip() or "—", TITLE), weight="Bolder")]
        items[0]["size"] = "Medium"
        items[0]["style"] = "heading"
        if card.badges:
            items.append(
                text_block(" · ".join(badge_words(MARKS, card.badges[:8])), spacing="Small")
            )
        head = container(items, STYLES[card.tone], bleed=True)
        self.budget.take(head)
        return head

    def _facts(self, facts: tuple[Fact, ...]) -> list[Json]:
        """Values side by side with their names. A moment ticks in a text block alone."""
        still = [fact for fact in facts if fact.moment is None]
        shown: list[Json] = []
        kept = [to_fact(fact) for fact in still[:_MOST_FACTS]]
        while kept and not self.budget.take({"type": "FactSet", "facts": kept}):
            kept.pop()
        if kept:
            shown.append({"type": "FactSet", "facts": kept})
        missing = len(still) - len(kept)
        for fact in facts:
            if fact.moment is None:
                continue
            block = text_block(to_moment_line(fact), spacing="Small")
            if self.budget.take(block):
                shown.append(block)
            else:
                missing += 1
        if missing:
            self.cuts.append(f"+{missing} more facts")
        return shown

    def _quote(self, quote: str) -> list[Json]:
        blocks = self.words(quote) if quote.strip() else []
        return [container(blocks, "emphasis")] if blocks else []

    def _rows(self, rows: tuple[Row, ...]) -> list[Json]:
        shown: list[Json] = []
        for at, row in enumerate(rows):
            before = self.acts.left_out
            items = [text_block(_row_title(row), weight="Bolder"), *_row_lines(row)]
            part = container([*items, *self.row_actions(row.buttons, row.select)])
            part["separator"] = True
            if not self.budget.take(part):
                self.acts.left_out = before
                self.cuts.append(f"+{len(rows) - at} more rows")
                break
            shown.append(part)
        return shown

    def _links(self, links: tuple[Link, ...]) -> list[Json]:
        shown: list[Json] = []
        for at, link in enumerate(links):
            block = text_block(to_link(link.url, cut(link.label, 75)), spacing="Small")
            if at >= _MOST_LINKS or not self.budget.take(block):
                self.cuts.append(f"+{len(links) - at} more links")
                break
            shown.append(block)
        return shown


def _text(said: Text, files_at: str, brings: Json | None) -> Message:
    spoken = _spoken(said)
    page = Page(spoken, brings)
    head = page.small(" · ".join(byline(MARKS, said, said.author, after=":")))
    foot = [block for line in foot_lines(said) for block in page.small(escape_within(line, LINE))]
    actions = page.card_actions(said.buttons, ())
    files = [block for line in _files(said, files_at) for block in page.small(line)]
    words = page.words(said.text) if said.text.strip() else []
    body = [*head, *words, *files, *foot, *page.more()]
    if said.internal:
        body = [container(body, "warning")]
    card = adaptive_card(body or [text_block("—")], fallback=spoken, actions=actions)
    return Message(card, cut(spoken.split("\n")[0], 200))


def _spoken(said: Text) -> str:
    """The message in one breath, its author first."""
    first = f"{said.author.name.strip() or 'Somebody'}: " if said.author else ""
    note = "Note, only staff can see this. " if said.internal else ""
    files = "".join(f"\n{one.problem or one.name}" for one in said.files[:3])
    return cut(clean(f"{note}{first}{said.text}{files}").strip() or "—", FALLBACK)


def _files(said: Text, files_at: str) -> list[str]:
    """The lines of the files, those that stand apart as links to them."""

    def written(words: str, one: File) -> str:
        if one.problem or not files_at:
            return escape_within(words, LINE)
        return to_link(f"{files_at}/{one.id}", cut(words, LINE))

    return file_lines(said, written)


def to_fact(fact: Fact) -> Json:
    """A named value as a fact set holds it."""
    value = escape_within(" ".join(fact.value.split()), LINE)
    return {"title": plain(fact.name, 60), "value": value or "—"}


def to_moment_line(fact: Fact) -> str:
    """A named moment, with the reader's own clock."""
    assert fact.moment is not None
    value = escape_within(fact.value, LINE)
    name = f"**{fact_name(MARKS, fact)}**"
    return " ".join(part for part in (name, value, to_moment(fact.moment)) if part)


def _row_title(row: Row) -> str:
    title = row_title(row)
    return to_link(row.url, cut(title, 150)) if row.url else escape_within(title, LINE)


def _row_lines(row: Row) -> list[Json]:
    marks = [
        " · ".join(badge_words(MARKS, row.badges[:5])),
        to_moment(row.moment) if row.moment else "",
    ]
    lines = [" · ".join(mark for mark in marks if mark)]
    lines.append(MARKS.beginning(row.detail, _DETAIL) if row.detail else "")
    return [text_block(line, spacing="Small") for line in lines if line.strip()]
