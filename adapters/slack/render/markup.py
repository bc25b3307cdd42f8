"""Our texts (a CommonMark subset) in Slack's mrkdwn.

Whatever the text says, the outcome contains no mention, no command and no address
but those that this module wrote: Slack's control characters are always escaped.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from adapters.slack.render.limits import ELLIPSIS, cut, size

_parser = MarkdownIt("commonmark", {"html": False}).enable("strikethrough")

# Embeddings, overrides and isolates can make a text read differently from what it
# says; lone surrogates and control characters are no text at all.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_ADDRESS = re.compile(r"https?://[^\s<>\"'`|\\^{}]+", re.IGNORECASE)
_LOOKS_LIKE_ADDRESS = re.compile(r"://|^\s*www\.|^\s*[\w-]+(\.[\w-]+)+(/|\s*$)", re.IGNORECASE)
_ALLOWED_SCHEME = re.compile(r"^(https?://|mailto:)[^\s]+$", re.IGNORECASE)
_LONGEST_ADDRESS = 2000
_MARKS = {"strong": "*", "em": "_", "s": "~"}


def clean(text: str) -> str:
    """The text without characters that deceive the eye or are not text."""
    return _UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def escape(text: str) -> str:
    """Plain words for a mrkdwn place: Slack sees no control sequence in them."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_within(text: str, limit: int) -> str:
    """Plain words for a mrkdwn place, cut so that even escaped they keep to the limit."""
    kept = cut(clean(text), limit)
    while size(escape(kept)) > limit:
        kept = kept.removesuffix(ELLIPSIS)[: -max(1, (size(escape(kept)) - limit) // 5)] + ELLIPSIS
    return escape(kept)


def to_link(url: str, label: str = "") -> str:
    """A link; an address that may not be followed, or that its label belies, is shown in full."""
    address = _safe_address(url)
    words = " ".join(clean(label).split())
    if address is None:
        return escape(f"{words} ({url})" if words and words != url else url)
    if not words or words == url:
        return f"<{address}>"
    if _LOOKS_LIKE_ADDRESS.search(words):
        return f"{escape(words)} (<{address}>)"
    return f"<{address}|{escape(words)}>"


def to_moment(moment: datetime) -> str:
    """A moment in each reader's own time; in UTC for a reader that cannot show that."""
    at = moment.astimezone(UTC)
    words = f"{at.day} {at:%b %H:%M} UTC"
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{words}>"


def to_mrkdwn(text: str) -> str:
    """The whole text in mrkdwn, however long."""
    return "\n\n".join(_block(node) for node in _tree(text).children)


def to_mrkdwn_pieces(text: str, limit: int) -> list[str]:
    """The text in mrkdwn as pieces that keep to the limit each, in order, losing nothing."""
    cleaned = clean(text)
    lines = cleaned.split("\n")
    pieces: list[str] = []
    for node in _tree(cleaned).children:
        rendered = _block(node)
        if size(rendered) <= limit:
            pieces.append(rendered)
        elif node.type in ("fence", "code_block"):
            pieces += _parts(node.content, limit, _code)
        else:
            first, last = node.map or (0, len(lines))
            pieces += _parts("\n".join(lines[first:last]), limit, to_mrkdwn)
    return [piece for piece in pieces if piece.strip()]


def _parts(source: str, limit: int, render: Callable[[str], str]) -> list[str]:
    """Render a source in as many parts as the limit asks for, split where it reads best."""
    rendered = render(source)
    if size(rendered) <= limit or len(source) < 2:
        return [rendered]
    step = max(1, len(source) * limit // (size(rendered) * 5 // 4))
    parts: list[str] = []
    start = 0
    while start < len(source):
        end = _good_end(source, start, min(start + step, len(source)))
        parts += _parts(source[start:end], limit, render)
        start = end
    return parts


def _good_end(source: str, start: int, end: int) -> int:
    """The end of a line or word shortly before ``end``, if there is one."""
    if end < len(source):
        for mark in ("\n", " "):
            at = source.rfind(mark, (start + end) // 2, end)
            if at > start:
                return at + 1
    return end


def _tree(text: str) -> SyntaxTreeNode:
    return SyntaxTreeNode(_parser.parse(clean(text)))


def _safe_address(url: str) -> str | None:
    if not _ALLOWED_SCHEME.match(url) or clean(url) != url or size(url) > _LONGEST_ADDRESS:
        return None
    for letter, code in (("<", "%3C"), (">", "%3E"), ("|", "%7C"), ('"', "%22")):
        url = url.replace(letter, code)
    return url.replace("&", "&amp;")


def _block(node: SyntaxTreeNode) -> str:
    if node.type in ("fence", "code_block"):
        return _code(node.content)
    if node.type == "hr":
        return "———"
    if node.type == "heading":
        words = _inline(node.children[0], within=frozenset({"strong"})) if node.children else ""
        return f"*{words}*" if words.strip() else ""
    if node.type == "blockquote":
        quoted = "\n\n".join(_block(child) for child in node.children)
        return "\n".join(f"> {line}" for line in quoted.split("\n"))
    if node.type in ("bullet_list", "ordered_list"):
        return _list(node)
    if node.type == "inline":
        return _inline(node)
    return "\n".join(_block(child) for child in node.children)


def _list(node: SyntaxTreeNode) -> str:
    number = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
    lines = []
    for offset, item in enumerate(node.children):
        bullet = "•" if number is None else f"{number + offset}."
        words = "\n".join(_block(child) for child in item.children)
        lines.append(f"{bullet} " + words.replace("\n", "\n    "))
    return "\n".join(lines)


def _code(content: str) -> str:
    shown = escape(content.rstrip("\n")).replace("```", "`\u200b`\u200b`")
    return f"```\n{shown}\n```"


def _inline(node: SyntaxTreeNode, within: frozenset[str] = frozenset()) -> str:
    return "".join(_span(child, within) for child in node.children)


def _span(node: SyntaxTreeNode, within: frozenset[str]) -> str:
    if node.type == "text":
        return _with_links(node.content)
    if node.type in ("softbreak", "hardbreak"):
        return "\n"
    if node.type == "code_inline":
        shown = escape(node.content).replace("`", "'")
        return f"`{shown}`"
    if node.type == "link":
        return to_link(str(node.attrs.get("href", "")), _words(node))
    if node.type == "image":
        return to_link(str(node.attrs.get("src", "")), node.content or "image")
    mark = _MARKS.get(node.type, "")
    inner = _inline(node, within | {node.type})
    return inner if node.type in within else f"{mark}{inner}{mark}"


def _words(node: SyntaxTreeNode) -> str:
    if node.type in ("softbreak", "hardbreak"):
        return " "
    if node.children:
        return "".join(_words(child) for child in node.children)
    return node.content


def _with_links(text: str) -> str:
    """Plain words in which bare addresses can be followed (Slack is told not to look)."""
    parts = []
    rest = 0
    for found in _ADDRESS.finditer(text):
        address = found.group().rstrip(".,;:!?)]*_~")
        parts += [escape(text[rest : found.start()]), to_link(address)]
        rest = found.start() + len(address)
    return "".join(parts) + escape(text[rest:])
