"""Mistyped words: the known word that was probably meant."""

import re
from collections.abc import Mapping

SHORTEST = 4
LETTERS_PER_MISTAKE = 6
MOST_MISTAKES = 2
BEGINNING = 2
"""Letters at the beginning that must be right: they nearly always are."""

_DOUBLED = re.compile(r"(.)\1+")


def may_be_mistyped(word: str) -> bool:
    """Whether it is worth looking for another word."""
    return len(word) >= SHORTEST and word.isalpha()


def nearest(word: str, known: Mapping[str, int]) -> str | None:
    """The known word with the fewest mistakes between, the most frequent of several.

    A letter doubled or not doubled is always forgiven; other mistakes only in long words,
    since short ones are near to many.
    """
    most = min(MOST_MISTAKES, len(word) // LETTERS_PER_MISTAKE)
    plain = _DOUBLED.sub(r"\1", word)
    found = []
    for other, count in known.items():
        if other[:BEGINNING] != word[:BEGINNING] or abs(len(other) - len(word)) > MOST_MISTAKES:
            continue
        same = _DOUBLED.sub(r"\1", other) == plain
        mistakes = 0 if same else distance(other, word)
        if mistakes <= most:
            found.append((mistakes, -count, other))
    return min(found)[2] if found else None


def distance(one: str, other: str) -> int:
    """How many letters must be added, left out, changed or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != wanted)))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                row[-1] = min(row[-1], last[j - 2] + 1)
    return row[-1]
