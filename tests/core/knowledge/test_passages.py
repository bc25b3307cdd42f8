"""Cutting articles: nothing that was written is lost, and every piece can stand alone."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.knowledge.passages import LONGEST, Section, cut

words = st.text("abcdefgh ", min_size=1, max_size=120).filter(str.strip)
lines = st.one_of(
    words,
    st.just(""),
    st.builds(lambda level, text: f"{'#' * level} {text}", st.integers(1, 6), words),
    st.just("```"),
    st.builds("- {}".format, words),
)
HEADING = re.compile(r"^#{1,6}\s+(.*)$")


def said(text: str) -> list[str]:
    return text.split()


@given(st.lists(lines, max_size=60))
def test_every_word_below_a_heading_is_in_exactly_one_passage(markdown: list[str]) -> None:
    headings, body, fenced = [], [], False
    for line in markdown:
        if line.startswith("```"):
            fenced = not fenced
        heading = None if fenced else HEADING.match(line)
        if heading:
            headings.append(heading[1].strip())
        else:
            body += said(line)
    sections = cut("\n".join(markdown))
    assert [word for section in sections for word in said(section.body)] == body
    assert {section.heading for section in sections} <= {"", *headings}
    assert all(section.body.strip() for section in sections)


@given(st.lists(words, min_size=1, max_size=80))
def test_a_long_section_is_cut_at_paragraphs(paragraphs: list[str]) -> None:
    sections = cut("# Head\n\n" + "\n\n".join(paragraphs))
    assert {section.heading for section in sections} == {"Head"}
    assert all(len(section.body) <= LONGEST + 2 for section in sections)
    kept = [p for section in sections for p in section.body.split("\n\n")]
    assert [p.split() for p in kept] == [p.split() for p in paragraphs]


@pytest.mark.parametrize(
    ("markdown", "sections"),
    [
        ("", []),
        ("# Only a heading", []),
        ("Before\n# A\nin a\n## B ##", [Section("", "Before"), Section("A", "in a")]),
        ("# A\n```sh\n# no heading\n```", [Section("A", "```sh\n# no heading\n```")]),
        ("# A\n~~~\n```\n# none\n```\n~~~", [Section("A", "~~~\n```\n# none\n```\n~~~")]),
    ],
)
def test_headings_and_fences(markdown: str, sections: list[Section]) -> None:
    assert cut(markdown) == sections
