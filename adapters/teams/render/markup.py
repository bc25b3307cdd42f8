"""Our texts in the few marks that Teams' cards know.

Cards show bold, italic, lists and links. Whatever the text says, the outcome contains no
mark, no moment and no address but those that we wrote.
"""

import re
from datetime import UTC, datetime

from bot.showing import texts
from bot.showing.markup import Markup
from bot.showing.texts import clean

_MARKS = re.compile(r"([\\`*_\[\]~])")
_BEGINS = re.compile(r"^(\s*)([#>+-]|\d{1,9}(?=[.)]))", re.MULTILINE)
_NUMBERED = re.compile(r"^(\s*\d{1,9})([.)])", re.MULTILINE)
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_TEMPLATE = re.compile(r"(?<=[{$])(?=\{)")
_BREAK = "\u200b"


def plain(text: str, limit: int, *, empty: str = "—") -> str:
    """One line of words for where Teams reads no marks: titles, labels, values."""
    return texts.plain(_without_templates(clean(text)), limit, empty=empty)


def escape(text: str) -> str:
    """Words that a card shows as they are."""
    shown = _MARKS.sub(r"\\\1", clean(text))
    shown = _NUMBERED.sub(r"\1\\\2", shown)
    shown = _BEGINS.sub(_escaped_beginning, shown)
    return _without_templates(_ENTITY.sub("&amp;", shown))


def to_moment(moment: datetime) -> str:
    """A moment in each reader's own time; only a text block shows it so."""
    at = f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return f"{{{{DATE({at},SHORT)}}}} {{{{TIME({at})}}}}"


def _escaped_beginning(found: re.Match[str]) -> str:
    if found[2].isdigit():
        return found[0]
    return f"{found[1]}\\{found[2]}"


def _without_templates(text: str) -> str:
    """Nothing that a card would take for a moment or a field of its own."""
    return _TEMPLATE.sub(_BREAK, text)


def _code(content: str) -> str:
    return "\n\n".join(escape(line) for line in content.split("\n"))


MARKS = Markup(
    escape=escape,
    named=lambda address, words: f"[{words}]({address})",
    bare=lambda url, address: f"[{escape(url)}]({address})",
    code=_code,
    code_words=escape,
    quote="┃ ",
    line="\n\n",
    indent=" ",
    percent='<>|"()[]\\{}`*',
    finished=_without_templates,
)
escape_within, to_link = MARKS.within, MARKS.link
