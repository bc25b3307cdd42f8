"""Cutting an article into passages: sections that can stand alone as an answer."""

import re
from dataclasses import dataclass

LONGEST = 1500
"""Characters; a longer section is cut at a paragraph."""

_HEADING = re.compile(r"^#{1,6}\s+(.*)$")
_FENCE = re.compile(r"^\s*(```|~~~)")


@dataclass(frozen=True)
class Section:
    """A heading and the text below it."""

    heading: str
    body: str


def cut(markdown: str) -> list[Section]:
    """The sections of a Markdown text, long ones in several pieces, empty ones left out."""
    sections: list[Section] = []
    heading, lines, fence = "", list[str](), ""
    for line in markdown.splitlines():
        mark = _FENCE.match(line)
        if mark and fence in {"", mark[1]}:
            fence = "" if fence else mark[1]
        found = None if fence else _HEADING.match(line)
        if found:
            sections += _pieces(heading, lines)
            heading, lines = found[1].strip(), []
        else:
            lines.append(line)
    return sections + _pieces(heading, lines)


def _pieces(heading: str, lines: list[str]) -> list[Section]:
    text = "\n".join(lines).strip()
    pieces, piece = [], ""
    for paragraph in re.split(r"\n{2,}", text):
        if piece and len(piece) + len(paragraph) > LONGEST:
            pieces.append(piece)
            piece = ""
        piece = f"{piece}\n\n{paragraph}" if piece else paragraph
    pieces.append(piece)
    return [Section(heading, p.strip()) for p in pieces if p.strip()]
