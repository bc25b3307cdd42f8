"""The lines that messages are made of on every platform: states, authors, files, facts.

A renderer joins them as its platform wants.
"""

from collections.abc import Callable, Iterable

from bot.cards import Author, Badge, Card, Fact, File, Row, Text, Tone
from bot.showing.markup import Markup

SHAPES = {
    Tone.NEUTRAL: "▫️",
    Tone.ACCENT: "🔷",
    Tone.GOOD: "🟢",
    Tone.WARNING: "⚠️",
    Tone.DANGER: "🛑",
}
ROLES = {"customer": "customer", "agent": "agent", "assistant": "assistant", "system": ""}
_NAME = 80
_WORD = 60
_MOST_FILES = 10


def badge_words(marks: Markup, badges: Iterable[Badge]) -> list[str]:
    """States as shape and word, so that none is told by colour alone."""
    return [f"{SHAPES[one.tone]} {marks.within(one.word, _WORD)}" for one in badges]


def byline(marks: Markup, said: Text, author: Author | None, *, after: str = "") -> list[str]:
    """Who says it and for whom; ``after`` stands behind the author."""
    parts = []
    strong = marks.strong
    if said.internal:
        parts.append(f"🔒 {strong}Note{strong} · only staff can see this")
    if author:
        role = ROLES[author.role]
        name = marks.within(" ".join(author.name.split()) or "Somebody", _NAME)
        parts.append(f"{strong}{name}{strong}{f' · {role}' if role else ''}{after}")
    if said.edited:
        parts.append("edited")
    return parts


def file_lines(said: Text, written: Callable[[str, File], str]) -> list[str]:
    """Each file in a line, one that is missing with the reason, and not too many.

    ``written`` makes a line of the words about a file.
    """
    shown = said.files if len(said.files) <= _MOST_FILES else said.files[: _MOST_FILES - 1]
    lines = [written(f"⚠️ {one.problem}" if one.problem else f"📎 {one.name}", one) for one in shown]
    left = len(said.files) - len(shown)
    return [*lines, f"📎 +{left} more"] if left else lines


def foot_lines(said: Text) -> list[str]:
    """What stands below a message: who reacted to it, and its delivery mark."""
    return [line for line in (said.reactions, said.mark) if line]


def fact_name(marks: Markup, fact: Fact) -> str:
    """What a value is called."""
    return marks.within(" ".join(fact.name.split()), _WORD) or "—"


def spoken_card(card: Card) -> str:
    """The card in one breath, for screen readers, notices and readers that cannot show it."""
    parts = [f"{card.ref} · {card.title}" if card.ref else card.title]
    parts += [one.word for one in card.badges]
    parts.append(card.body)
    parts += [f"{fact.name}: {fact.value}" for fact in card.facts if fact.value]
    parts.append(f"“{card.quote}”" if card.quote else "")
    parts += [row.title for row in card.rows]
    return "\n".join(part for part in parts if part.strip()) or "—"


def row_title(row: Row) -> str:
    """The title of a line, on one line."""
    return " ".join(row.title.split()) or "—"
