"""Long texts become documents: an outline below the page's title, named sections, no harm."""

import pytest

from api.pages.markup import Section, to_document


def anchor(heading: str) -> str:
    """A name that is easy to see."""
    return "at-" + heading.lower().replace(" ", "-")


def html(text: str) -> str:
    """The document's HTML."""
    return str(to_document(text, anchor).html)


def test_sections_are_named_and_listed_in_order() -> None:
    document = to_document("## One *more*\na\n\n### Deeper\nb\n\n## Two\nc", anchor)
    assert document.sections == (
        Section("One more", "at-one-*more*"),
        Section("Two", "at-two"),
    )
    assert '<h2 id="at-two">Two</h2>' in document.html
    assert '<h3 id="at-deeper">Deeper</h3>' in document.html


def test_equal_headings_get_different_names() -> None:
    names = [section.anchor for section in to_document("## A\n\n## A\n\n## A", anchor).sections]
    assert names == ["at-a", "at-a-2", "at-a-3"]


@pytest.mark.parametrize(("marks", "level"), [("#", 2), ("##", 2), ("####", 4), ("######", 4)])
def test_headings_stay_below_the_title_of_the_page(marks: str, level: int) -> None:
    assert html(f"{marks} A") == f'<h{level} id="at-a">A</h{level}>\n'


def test_tables_stand() -> None:
    assert "<td>1</td>" in html("| a |\n|---|\n| 1 |")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<h2 id="desk">taken</h2>',
        "![x](https://spy.example/x.png)",
        "[x](javascript:alert(1))",
        "a\u202eb",
    ],
)
def test_nothing_harmful_gets_through(text: str) -> None:
    bad = ("<script", "<img", '<h2 id="desk"', 'href="javascript', "\u202e")
    assert [one for one in bad if one in html(text)] == []
