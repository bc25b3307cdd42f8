"""Our texts (a CommonMark subset) in the marks of a platform, cut to its limits.

A platform gives its marks as values; how a text is read, joined and split is said here
once. Whatever a text says, no address in the outcome leads elsewhere than it says, and no
mark in it is one that :attr:`Markup.escape` and this module did not mean.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from bot.showing.texts import ELLIPSIS, clean, cut, in_a_line, size

_parser = MarkdownIt("commonmark", {"html": False}).enable("strikethrough")

_ADDRESS = re.compile(r"https?://[^\s<>\"'`|\\^{}]+", re.IGNORECASE)
_LOOKS_LIKE_ADDRESS = re.compile(r"://|^\s*www\.|^\s*[\w-]+(\.[\w-]+)+(/|\s*$)", re.IGNORECASE)
_WIDEST = 5
"""Characters that stand for one when it is escaped, at the most."""


def _as_it_is(text: str) -> str:
    return text


@dataclass(frozen=True, kw_only=True)
class Markup:
    """How one platform writes what our texts say.

    ``escape`` makes words that the platform shows as they are. ``named`` is a link of an
    address and escaped words, ``bare`` one of an address as it was written and as it may be
    followed. ``percent`` are letters that would end an address early. ``code`` is a block,
    ``code_words`` code within a line. ``line`` parts two lines, ``indent`` those of a list's
    item. ``finished`` has the last word about each paragraph.
    """

    escape: Callable[[str], str]
    named: Callable[[str, str], str]
    bare: Callable[[str, str], str]
    code: Callable[[str], str]
    code_words: Callable[[str], str]
    strong: str = "**"
    emphasis: str = "_"
    struck: str = ""
    bullet: str = "-"
    quote: str = "> "
    line: str = "\n"
    indent: str = "\n    "
    percent: str = "<>"
    schemes: tuple[str, ...] = ("http://", "https://", "mailto:")
    longest_address: int = 2000
    finished: Callable[[str], str] = _as_it_is

    def within(self, text: str, limit: int) -> str:
        """Plain words, cut so that even escaped they keep to the limit."""
        kept = cut(clean(text), limit)
        while (over := size(self.escape(kept)) - limit) > 0:
            kept = kept.removesuffix(ELLIPSIS)[: -max(1, over // _WIDEST)] + ELLIPSIS
        return self.escape(kept)

    def link(self, url: str, label: str = "") -> str:
        """A link; an address that may not be followed, or that its label belies, is shown
        in full."""
        words = in_a_line(label)
        if not self._may_be_followed(url):
            return self.escape(f"{words} ({url})" if words and words != url else url)
        address = "".join(f"%{ord(one):02X}" if one in self.percent else one for one in url)
        if not words or words == url:
            return self.bare(url, address)
        if _LOOKS_LIKE_ADDRESS.search(words):
            return f"{self.escape(words)} ({self.bare(url, address)})"
        return self.named(address, self.escape(words))

    def paragraphs(self, text: str) -> list[str]:
        """The paragraphs of a text, however long."""
        found = (self._paragraph(node) for node in _tree(clean(text)).children)
        return [paragraph for paragraph in found if paragraph.strip()]

    def whole(self, text: str) -> str:
        """The whole text, however long."""
        return "\n\n".join(self.paragraphs(text))

    def pieces(self, text: str, limit: int) -> list[str]:
        """The text as pieces that keep to the limit each, in order, losing nothing. A paragraph
        is split only where it alone is longer; code stays code in every piece."""
        cleaned = clean(text)
        lines = cleaned.split("\n")
        pieces: list[str] = []
        for node in _tree(cleaned).children:
            written = self._paragraph(node)
            if size(written) <= limit:
                pieces.append(written)
            elif node.type in ("fence", "code_block"):
                pieces += _parts(node.content, limit, self._code)
            else:
                first, last = node.map or (0, len(lines))
                pieces += _parts("\n".join(lines[first:last]), limit, self.whole)
        return [piece for piece in pieces if piece.strip()]

    def beginning(self, text: str, limit: int) -> str:
        """The beginning of a text, with an ellipsis where there is more."""
        read = text[: 2 * limit]
        shown = ""
        for piece in self.pieces(read, limit):
            longer = f"{shown}{self.line}{piece}" if shown else piece
            if size(longer) > limit:
                return f"{shown} {ELLIPSIS}"
            shown = longer
        return shown if len(read) == len(text) else f"{shown} {ELLIPSIS}"

    def quoted(self, written: str) -> str:
        """What is written already, each line marked as quoted."""
        return self.line.join(f"{self.quote}{line}" for line in written.split(self.line))

    def _may_be_followed(self, url: str) -> bool:
        scheme = next((one for one in self.schemes if url.lower().startswith(one)), url)
        clear = clean(url) == url and not re.search(r"\s", url)
        return clear and len(scheme) < len(url) and size(url) <= self.longest_address

    def _paragraph(self, node: SyntaxTreeNode) -> str:
        return self.finished(self._block(node))

    def _code(self, content: str) -> str:
        return self.finished(self.code(content.rstrip("\n")))

    def _block(self, node: SyntaxTreeNode) -> str:
        if node.type in ("fence", "code_block"):
            return self._code(node.content)
        if node.type == "hr":
            return "———"
        if node.type == "heading":
            words = self._inline(node.children[0], frozenset({"strong"})) if node.children else ""
            return f"{self.strong}{words.strip()}{self.strong}" if words.strip() else ""
        if node.type == "blockquote":
            return self.quoted("\n\n".join(self._block(child) for child in node.children))
        if node.type in ("bullet_list", "ordered_list"):
            return self._list(node)
        if node.type == "inline":
            return self._inline(node, frozenset())
        return self.line.join(self._block(child) for child in node.children)

    def _list(self, node: SyntaxTreeNode) -> str:
        number = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
        lines = []
        for offset, item in enumerate(node.children):
            bullet = self.bullet if number is None else f"{number + offset}."
            words = self.line.join(self._block(child) for child in item.children)
            lines.append(f"{bullet} {words.replace(self.line, self.indent)}")
        return "\n".join(lines)

    def _inline(self, node: SyntaxTreeNode, within: frozenset[str]) -> str:
        return "".join(self._span(child, within) for child in node.children)

    def _span(self, node: SyntaxTreeNode, within: frozenset[str]) -> str:
        if node.type == "text":
            return self._with_links(node.content)
        if node.type in ("softbreak", "hardbreak"):
            return self.line
        if node.type == "code_inline":
            return self.code_words(node.content)
        if node.type == "link":
            return self.link(str(node.attrs.get("href", "")), _words(node))
        if node.type == "image":
            return self.link(str(node.attrs.get("src", "")), node.content or "image")
        mark = {"strong": self.strong, "em": self.emphasis, "s": self.struck}.get(node.type, "")
        inner = self._inline(node, within | {node.type})
        return inner if node.type in within or not inner.strip() else f"{mark}{inner}{mark}"

    def _with_links(self, text: str) -> str:
        """Plain words in which bare addresses can be followed: no platform is told to look
        for them itself."""
        parts = []
        rest = 0
        for found in _ADDRESS.finditer(text):
            address = found.group().rstrip(".,;:!?)]*_~")
            parts += [self.escape(text[rest : found.start()]), self.link(address)]
            rest = found.start() + len(address)
        return "".join(parts) + self.escape(text[rest:])


def _tree(cleaned: str) -> SyntaxTreeNode:
    return SyntaxTreeNode(_parser.parse(cleaned))


def _words(node: SyntaxTreeNode) -> str:
    if node.type in ("softbreak", "hardbreak"):
        return " "
    if node.children:
        return "".join(_words(child) for child in node.children)
    return node.content


def _parts(source: str, limit: int, write: Callable[[str], str]) -> list[str]:
    """A source written in as many parts as the limit asks for, split where it reads best."""
    written = write(source)
    if size(written) <= limit or len(source) < 2:
        return [written]
    step = max(1, len(source) * limit // (size(written) * 5 // 4))
    parts: list[str] = []
    start = 0
    while start < len(source):
        end = _good_end(source, start, min(start + step, len(source)))
        parts += _parts(source[start:end], limit, write)
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
