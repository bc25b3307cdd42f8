"""Cards and texts as Adaptive Cards that keep to every limit and say what was cut."""

from dataclasses import dataclass

from adapters.teams.render.elements import (
    Json,
    adaptive_card,
    container,
    text_block,
    to_attachment,
)
from adapters.teams.render.limits import FALLBACK, TITLE, cut
from adapters.teams.render.markup import (
    clean,
    escape,
    escape_within,
    plain,
    to_beginning,
    to_link,
    to_moment,
)
from adapters.teams.render.page import LINE, Page
from bot.cards import Author, Badge, Card, Fact, Link, Row, Text, Tone

SHAPES = {
    Tone.NEUTRAL: "▫️",
    Tone.ACCENT: "🔷",
    Tone.GOOD: "🟢",
    Tone.WARNING: "⚠️",
    Tone.DANGER: "🛑",
}
STYLES = {
    Tone.NEUTRAL: "default",
    Tone.ACCENT: "accent",
    Tone.GOOD: "good",
    Tone.WARNING: "warning",
    Tone.DANGER: "attention",
}
ROLES = {"customer": "customer", "agent": "agent", "assistant": "assistant", "system": ""}
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
        said = _fallback(content)
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
            items.append(text_block(_badges(card.badges[:8]), spacing="Small"))
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
    head = page.small(" · ".join(_byline(said, said.author)))
    foot = page.small(escape_within(said.mark, LINE)) if said.mark else []
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
    """Each file in a line; one that is missing with the reason."""
    lines = []
    for one in said.files:
        name = escape_within(f"📎 {one.name}", LINE)
        if one.problem:
            name = escape_within(f"⚠️ {one.problem}", LINE)
        elif files_at:
            name = to_link(f"{files_at}/{one.id}", cut(f"📎 {one.name}", LINE))
        lines.append(name)
    return [*lines[:9], f"📎 +{len(lines) - 9} more"] if len(lines) > 10 else lines


def _byline(said: Text, author: Author | None) -> list[str]:
    parts = []
    if said.internal:
        parts.append("🔒 **Note** · only staff can see this")
    if author:
        role = ROLES[author.role]
        name = escape_within(" ".join(author.name.split()) or "Somebody", 80)
        parts.append(f"**{name}**{f' · {role}' if role else ''}:")
    if said.edited:
        parts.append("edited")
    return parts


def to_fact(fact: Fact) -> Json:
    """A named value as a fact set holds it."""
    value = escape_within(" ".join(fact.value.split()), LINE)
    return {"title": plain(fact.name, 60), "value": value or "—"}


def to_moment_line(fact: Fact) -> str:
    """A named moment, with the reader's own clock."""
    assert fact.moment is not None
    value = escape_within(fact.value, LINE)
    name = escape_within(" ".join(fact.name.split()), 60) or "—"
    return " ".join(part for part in (f"**{name}**", value, to_moment(fact.moment)) if part)


def _badges(badges: tuple[Badge, ...]) -> str:
    """States in shapes and words."""
    return " · ".join(f"{SHAPES[one.tone]} {escape_within(one.word, 60)}" for one in badges)


def _row_title(row: Row) -> str:
    title = " ".join(row.title.split()) or "—"
    return to_link(row.url, cut(title, 150)) if row.url else escape_within(title, LINE)


def _row_lines(row: Row) -> list[Json]:
    marks = [_badges(row.badges[:5]), to_moment(row.moment) if row.moment else ""]
    lines = [" · ".join(mark for mark in marks if mark)]
    lines.append(to_beginning(row.detail, _DETAIL) if row.detail else "")
    return [text_block(line, spacing="Small") for line in lines if line.strip()]


def _fallback(card: Card) -> str:
    """The card in one breath, for readers that cannot show it."""
    parts = [f"{card.ref} · {card.title}" if card.ref else card.title]
    parts += [one.word for one in card.badges]
    parts.append(card.body)
    parts += [f"{fact.name}: {fact.value}" for fact in card.facts if fact.value]
    parts.append(f"“{card.quote}”" if card.quote else "")
    parts += [row.title for row in card.rows]
    said = "\n".join(part for part in parts if part.strip())
    return cut(clean(said).strip() or "—", FALLBACK)


__all__ = ["ROLES", "SHAPES", "Message", "escape", "render", "to_fact"]
