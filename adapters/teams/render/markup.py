"""Our texts (a CommonMark subset) in the few marks that Teams' cards know.

Cards show bold, italic, lists and links. Whatever the text says, the outcome contains no
mark, no moment and no address but those that this module wrote.
"""

import re
from datetime import UTC, datetime

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from adapters.teams.render.limits import ELLIPSIS, cut, size

_parser = MarkdownIt("commonmark", {"html": False}).enable("strikethrough")

# Embeddings, overrides and isolates can make a text read differently from what it
# says; lone surrogates and control characters are no text at all.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_MARKS = re.compile(r"([\\`*_\[\]~])")
_BEGINS = re.compile(r"^(\s*)([#>+-]|\d{1,9}(?=[.)]))", re.MULTILINE)
_NUMBERED = re.compile(r"^(\s*\d{1,9})([.)])", re.MULTILINE)
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_TEMPLATE = re.compile(r"(?<=[{$])(?=\{)")
_ADDRESS = re.compile(r"https?://[^\s<>\"'`|\\^{}]+", re.IGNORECASE)
_LOOKS_LIKE_ADDRESS = re.compile(r"://|^\s*www\.|^\s*[\w-]+(\.[\w-]+)+(/|\s*$)", re.IGNORECASE)
_ALLOWED_SCHEME = re.compile(r"^(https?://|mailto:)[^\s]+$", re.IGNORECASE)
_LONGEST_ADDRESS = 2000
_BREAK = "\u200b"


def clean(text: str) -> str:
    """The text without characters that deceive the eye or are not text."""
    return _UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def plain(text: str, limit: int, *, empty: str = "—") -> str:
    """One line of words for where Teams reads no marks: titles, labels, values."""
    words = " ".join(clean(text).split())
    return cut(_without_templates(words), limit) or empty


def escape(text: str) -> str:
    """Words that a card shows as they are."""
    shown = _MARKS.sub(r"\\\1", clean(text))
    shown = _NUMBERED.sub(r"\1\\\2", shown)
    shown = _BEGINS.sub(_escaped_beginning, shown)
    return _without_templates(_ENTITY.sub("&amp;", shown))


def escape_within(text: str, limit: int) -> str:
    """The same, cut to so many characters of the text itself."""
    return escape(cut(clean(text), limit))


def to_link(url: str, label: str = "") -> str:
    """A link; an address that may not be followed, or that its label belies, is shown in full."""
    address = _safe_address(url)
    words = " ".join(clean(label).split())
    if address is None:
        return escape(f"{words} ({url})" if words and words != url else url)
    if not words or words == url:
        return f"[{escape(url)}]({address})"
    if _LOOKS_LIKE_ADDRESS.search(words):
        return f"{escape(words)} ([{escape(url)}]({address}))"
    return f"[{escape(words)}]({address})"


def to_moment(moment: datetime) -> str:
    """A moment in each reader's own time; only a text block shows it so."""
    at = f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return f"{{{{DATE({at},SHORT)}}}} {{{{TIME({at})}}}}"


def to_marked(text: str) -> list[str]:
    """The paragraphs of a text, in a card's marks."""
    found = (_without_templates(_block(node)) for node in _tree(text).children)
    return [paragraph for paragraph in found if paragraph.strip()]


def to_beginning(text: str, limit: int) -> str:
    """The beginning of a text in one piece, with an ellipsis where there is more."""
    read = text[: 2 * limit]
    shown = ""
    for paragraph in to_marked(read):
        longer = f"{shown}\n\n{paragraph}" if shown else paragraph
        if size(longer) > limit:
            return f"{shown} {ELLIPSIS}" if shown else escape_within(read, limit // 2)
        shown = longer
    return shown if len(read) == len(text) else f"{shown} {ELLIPSIS}"


def _escaped_beginning(found: re.Match[str]) -> str:
    if found[2].isdigit():
        return found[0]
    return f"{found[1]}\\{found[2]}"


def _without_templates(text: str) -> str:
    """Nothing that a card would take for a moment or a field of its own."""
    return _TEMPLATE.sub(_BREAK, text)


def _tree(text: str) -> SyntaxTreeNode:
    return SyntaxTreeNode(_parser.parse(clean(text)))


def _safe_address(url: str) -> str | None:
    if not _ALLOWED_SCHEME.match(url) or clean(url) != url or size(url) > _LONGEST_ADDRESS:
        return None
    for letter in '<>|"()[]\\{}`*':
        url = url.replace(letter, f"%{ord(letter):02X}")
    return url


def _block(node: SyntaxTreeNode) -> str:
    if node.type in ("fence", "code_block"):
        return "\n\n".join(escape(line) for line in node.content.rstrip("\n").split("\n"))
    if node.type == "hr":
        return "———"
    if node.type == "heading":
        words = _inline(node.children[0], within=frozenset({"strong"})) if node.children else ""
        return f"**{words.strip()}**" if words.strip() else ""
    if node.type == "blockquote":
        quoted = "\n\n".join(_block(child) for child in node.children)
        return "\n\n".join(f"┃ {line}" for line in quoted.split("\n\n"))
    if node.type in ("bullet_list", "ordered_list"):
        return _list(node)
    if node.type == "inline":
        return _inline(node)
    return "\n\n".join(_block(child) for child in node.children)


def _list(node: SyntaxTreeNode) -> str:
    number = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
    lines = []
    for offset, item in enumerate(node.children):
        bullet = "-" if number is None else f"{number + offset}."
        words = " ".join(_block(child).replace("\n\n", " ") for child in item.children)
        lines.append(f"{bullet} {words}")
    return "\n".join(lines)


def _inline(node: SyntaxTreeNode, within: frozenset[str] = frozenset()) -> str:
    return "".join(_span(child, within) for child in node.children)


def _span(node: SyntaxTreeNode, within: frozenset[str]) -> str:
    if node.type == "text":
        return _with_links(node.content)
    if node.type in ("softbreak", "hardbreak"):
        return "\n\n"
    if node.type == "code_inline":
        return escape(node.content)
    if node.type == "link":
        return to_link(str(node.attrs.get("href", "")), _words(node))
    if node.type == "image":
        return to_link(str(node.attrs.get("src", "")), node.content or "image")
    inner = _inline(node, within | {node.type})
    mark = {"strong": "**", "em": "_"}.get(node.type, "")
    return inner if node.type in within or not inner.strip() else f"{mark}{inner}{mark}"


def _words(node: SyntaxTreeNode) -> str:
    if node.type in ("softbreak", "hardbreak"):
        return " "
    if node.children:
        return "".join(_words(child) for child in node.children)
    return node.content


def _with_links(text: str) -> str:
    """Plain words in which bare addresses can be followed: a card makes none of itself."""
    parts = []
    rest = 0
    for found in _ADDRESS.finditer(text):
        address = found.group().rstrip(".,;:!?)]*_~")
        parts += [escape(text[rest : found.start()]), to_link(address)]
        rest = found.start() + len(address)
    return "".join(parts) + escape(text[rest:])
