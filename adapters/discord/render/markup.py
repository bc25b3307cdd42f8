"""Our texts (a CommonMark subset) in Discord's Markdown.

Whatever a text says, the outcome mentions nobody, shows no emoji, time or command of Discord's,
and leads nowhere but where it says: what Discord could take for its own is escaped.
"""

import re
from collections.abc import Callable
from datetime import datetime

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from adapters.discord.render.limits import ELLIPSIS, cut, size

_parser = MarkdownIt("commonmark", {"html": False}).enable("strikethrough")

# Embeddings, overrides and isolates can make a text read differently from what it
# says; lone surrogates and control characters are no text at all.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_SPECIAL = re.compile(r"([\\`*_~|<>\[\]()#:+-])")
_MENTION = re.compile(r"@(?=everyone|here|[!&]?\d)")
_NUMBERED = re.compile(r"(?m)^(\s*\d+)\.(?=\s)")
_ADDRESS = re.compile(r"https?://[^\s<>\"'`|\\^{}]+", re.IGNORECASE)
_LOOKS_LIKE_ADDRESS = re.compile(r"://|^\s*www\.|^\s*[\w-]+(\.[\w-]+)+(/|\s*$)", re.IGNORECASE)
_ALLOWED_SCHEME = re.compile(r"https?://[^\s<>]+\Z", re.IGNORECASE)
_LONGEST_ADDRESS = 1500
_MARKS = {"strong": "**", "em": "*", "s": "~~"}
_NOTHING = "\u200b"


def clean(text: str) -> str:
    """The text without characters that deceive the eye or are not text."""
    return _UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def plain(text: str, limit: int, *, empty: str = "—") -> str:
    """Words for a place without Markdown, on one line, within the limit."""
    return cut(" ".join(clean(text).split()), limit) or empty


def escape(text: str) -> str:
    """Plain words for a place with Markdown: Discord sees nothing of its own in them."""
    shown = _MENTION.sub(f"@{_NOTHING}", clean(text))
    return _NUMBERED.sub(r"\1\\.", _SPECIAL.sub(r"\\\1", shown))


def escape_within(text: str, limit: int) -> str:
    """Plain words, cut so that even escaped they keep to the limit."""
    kept = cut(clean(text), limit)
    while size(escape(kept)) > limit:
        over = size(escape(kept)) - limit
        kept = kept.removesuffix(ELLIPSIS)[: -max(1, over // 2)] + ELLIPSIS
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
    return f"[{escape(words)}](<{address}>)"


def to_moment(moment: datetime) -> str:
    """A moment in each reader's own time, and how far away it is."""
    at = int(moment.timestamp())
    return f"<t:{at}:f> (<t:{at}:R>)"


def to_markdown(text: str) -> str:
    """The whole text, however long."""
    return "\n\n".join(_block(node) for node in _tree(text).children)


def to_pieces(text: str, limit: int) -> list[str]:
    """The text as pieces that keep to the limit each, in order, losing nothing."""
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
            pieces += _parts("\n".join(lines[first:last]), limit, to_markdown)
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
    return url.replace("(", "%28").replace(")", "%29")


def _block(node: SyntaxTreeNode) -> str:
    if node.type in ("fence", "code_block"):
        return _code(node.content)
    if node.type == "hr":
        return "———"
    if node.type == "heading":
        words = _inline(node.children[0], within=frozenset({"strong"})) if node.children else ""
        return f"**{words}**" if words.strip() else ""
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
        bullet = "-" if number is None else f"{number + offset}."
        words = "\n".join(_block(child) for child in item.children)
        lines.append(f"{bullet} " + words.replace("\n", "\n    "))
    return "\n".join(lines)


def _code(content: str) -> str:
    shown = clean(content.rstrip("\n")).replace("```", f"`{_NOTHING}`{_NOTHING}`")
    return f"```\n{_MENTION.sub(f'@{_NOTHING}', shown)}\n```"


def _inline(node: SyntaxTreeNode, within: frozenset[str] = frozenset()) -> str:
    return "".join(_span(child, within) for child in node.children)


def _span(node: SyntaxTreeNode, within: frozenset[str]) -> str:
    if node.type == "text":
        return _with_links(node.content)
    if node.type in ("softbreak", "hardbreak"):
        return "\n"
    if node.type == "code_inline":
        shown = _MENTION.sub(f"@{_NOTHING}", clean(node.content)).replace("`", "'")
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
    """Plain words in which bare addresses can be followed, without a preview."""
    parts = []
    rest = 0
    for found in _ADDRESS.finditer(text):
        address = found.group().rstrip(".,;:!?)]*_~")
        parts += [escape(text[rest : found.start()]), to_link(address)]
        rest = found.start() + len(address)
    return "".join(parts) + escape(text[rest:])
