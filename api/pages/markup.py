"""People's text as safe HTML: a small CommonMark subset, parsed, then sanitised again."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from bot.showing.texts import clean

TAGS = {"p", "br", "em", "strong", "s", "code", "pre", "ul", "ol", "li", "blockquote", "a", "hr"}
DOCUMENT_TAGS = TAGS | {"h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
DOCUMENT_ATTRIBUTES = ATTRIBUTES | {"h2": {"id"}, "h3": {"id"}, "h4": {"id"}}
SCHEMES = {"http", "https", "mailto"}
SECTION_LEVEL, DEEPEST_LEVEL = 2, 4


@dataclass(frozen=True)
class Section:
    """A heading of a document and the name by which an address points to it."""

    title: str
    anchor: str


@dataclass(frozen=True)
class Document:
    """A long text as HTML, with its sections in order."""

    html: Markup
    sections: tuple[Section, ...]


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    return parser.enable("strikethrough").disable(["image", "html_block", "html_inline"])


@cache
def _document_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False})
    parser.enable(["strikethrough", "table"])
    return parser.disable(["image", "html_block", "html_inline"])


def to_html(text: str) -> Markup:
    """The text as HTML that may stand on any page: no images, no raw HTML, no odd links."""
    rendered = _parser().render(clean(text))
    for level in range(1, 7):
        # A message is not a document: its headings would break the page's outline.
        rendered = rendered.replace(f"<h{level}>", "<p><strong>")
        rendered = rendered.replace(f"</h{level}>", "</strong></p>")
    return _clean(rendered, TAGS, ATTRIBUTES)


def to_document(text: str, anchor_of: Callable[[str], str]) -> Document:
    """A long text as safe HTML under a page's own title, its headings named by ``anchor_of``."""
    parser = _document_parser()
    tokens = parser.parse(clean(text))
    sections: list[Section] = []
    named: Counter[str] = Counter()
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            anchor = anchor_of(inline.content)
            named[anchor] += 1
            anchor = anchor if named[anchor] == 1 else f"{anchor}-{named[anchor]}"
            opening.attrs["id"] = anchor
            if _level(opening) == SECTION_LEVEL:
                sections.append(Section(_plain(inline), anchor))
        if opening.type in {"heading_open", "heading_close"}:
            opening.tag = f"h{_level(opening)}"
    rendered = parser.renderer.render(tokens, parser.options, {})
    return Document(_clean(rendered, DOCUMENT_TAGS, DOCUMENT_ATTRIBUTES), tuple(sections))


def _level(heading: Token) -> int:
    return min(max(int(heading.tag[1]), SECTION_LEVEL), DEEPEST_LEVEL)


def _plain(inline: Token) -> str:
    return "".join(child.content for child in inline.children or ())


def _clean(rendered: str, tags: set[str], attributes: dict[str, set[str]]) -> Markup:
    clean = nh3.clean(
        rendered,
        tags=tags,
        attributes=attributes,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    return Markup(clean)
