"""The pages' markup: every page of the gallery, and what people's text may not do."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.rendering import HERE, Renderer
from api.pages.markup import to_html
from bot.cards import Card, Text
from tests.adapters.web.gallery.cards import DESKHAND
from tests.adapters.web.gallery.pages import PAGES, staff_page
from tests.adapters.web.gallery.talk import post

VOID = {"meta", "link", "input", "br", "hr", "path", "circle", "rect", "img"}
RENDERER = Renderer()


class Outline(HTMLParser):
    """Collects ids, references and anything that a strict policy forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.references: list[str] = []
        self.forbidden: list[str] = []
        self.stack: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.stack.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in {"for", "aria-labelledby", "aria-describedby", "popovertarget"}:
                self.references += (value or "").split()
            if name.startswith("on") or name == "style" or name.startswith("hx-on"):
                self.forbidden.append(f"{tag} {name}")
            if name.startswith("hx-") and value and ("js:" in value or "javascript:" in value):
                self.forbidden.append(f"{tag} {name}")
        if tag == "style" or (tag == "script" and not dict(attrs).get("src")):
            self.forbidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.stack.pop() == tag


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_whole_and_free_of_inline_code(name: str) -> None:
    outline = Outline()
    outline.feed(RENDERER.page(PAGES[name]()))
    assert outline.stack == []
    assert outline.forbidden == []
    assert len(outline.ids) == len(set(outline.ids))
    assert set(outline.references) <= set(outline.ids)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**b** _i_ ~~s~~", "<p><strong>b</strong> <em>i</em> <s>s</s></p>"),
        ("a\nb", "<p>a<br>\nb</p>"),
        ("# Big", "<p><strong>Big</strong></p>"),
        ("<b onclick=x>hi</b>", "<p>&lt;b onclick=x&gt;hi&lt;/b&gt;</p>"),
        ("![x](https://e.example/i.png)", None),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("\u202eevil", "<p>evil</p>"),
    ],
)
def test_markup_is_a_small_safe_subset(text: str, expected: str | None) -> None:
    html = str(to_html(text)).strip()
    assert "<img" not in html
    if expected is not None:
        assert html == expected


def test_links_leave_without_telling_where_from() -> None:
    html = str(to_html("[a](https://e.example)"))
    assert 'rel="noopener noreferrer nofollow"' in html


@given(st.text(max_size=200))
def test_no_text_escapes_its_box(text: str) -> None:
    outline = Outline()
    outline.feed(str(to_html(text)))
    assert outline.forbidden == []
    assert not re.search(r"<(script|style|img|iframe|form|input|svg)", str(to_html(text)), re.I)


@given(st.text(max_size=60))
def test_no_card_breaks_the_page(text: str) -> None:
    page = staff_page()
    card = Card(title=text, ref="TIK-1", body=text, quote=text, footer=text)
    html = RENDERER.post(post(1, DESKHAND, card, 1), page, "stream")
    outline = Outline()
    outline.feed(html)
    assert outline.stack == []
    assert outline.forbidden == []


def test_public_replies_and_notes_look_different() -> None:
    page = PAGES["thread"]()
    said = Text(text="x")
    note = RENDERER.post(post(1, DESKHAND, said, 1, note=True, is_root=False), page, "thread")
    reply = RENDERER.post(post(1, DESKHAND, said, 1, is_root=False), page, "thread")
    assert "Note · staff only" in note
    assert "post-note" in note
    assert "Note" not in reply


def test_a_mark_is_a_shape_and_a_word() -> None:
    page = PAGES["thread"]()
    html = RENDERER.post(post(1, DESKHAND, Text(text="x", mark="❌ failed"), 1), page, "thread")
    assert 'class="icon icon-failed"' in html
    assert ">failed</span>" in re.sub(r"<svg.*?</svg>", "", html)


def test_the_theme_is_there_with_the_first_byte() -> None:
    html = RENDERER.page(replace(staff_page(), theme="dark"))
    assert html.index('data-theme="dark"') < html.index("<head>")


def test_templates_hold_no_code_in_attributes() -> None:
    for template in (HERE / "templates").glob("*.html"):
        text = template.read_text("utf-8")
        assert not re.search(r"""\b(hx-on|onclick|js:|hx-vals)|<[a-z]+ [^>{]*style=""", text), (
            template.name
        )
