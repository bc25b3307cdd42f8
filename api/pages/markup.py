"""People's text as safe HTML: a small CommonMark subset, parsed, then sanitised again."""

from functools import cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = {"p", "br", "em", "strong", "s", "code", "pre", "ul", "ol", "li", "blockquote", "a", "hr"}
SCHEMES = {"http", "https", "mailto"}
# Direction overrides make a text read other than it is written; the page sets
# the direction by itself (``dir="auto"``).
OVERRIDES = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    return parser.enable("strikethrough").disable(["image", "html_block", "html_inline"])


def to_html(text: str) -> Markup:
    """The text as HTML that may stand on any page: no images, no raw HTML, no odd links."""
    rendered = _parser().render(text.translate(OVERRIDES))
    for level in range(1, 7):
        # A message is not a document: its headings would break the page's outline.
        rendered = rendered.replace(f"<h{level}>", "<p><strong>")
        rendered = rendered.replace(f"</h{level}>", "</strong></p>")
    clean = nh3.clean(
        rendered,
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    return Markup(clean)
