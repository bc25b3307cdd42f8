"""Words with one typing error: a letter too many, too few, wrong, or two that changed places."""

import re
import string
from collections.abc import Iterable

SHORTEST = 4
"""Letters from which on a mistake is forgiven: shorter words are near to too many others."""
LONGEST = 24

_WORDS = re.compile(r"\w+")


def words_in(text: str) -> list[str]:
    """The words of a text, in small letters."""
    return _WORDS.findall(text.casefold())


def may_be_mistyped(word: str) -> bool:
    """Whether a mistake in it is forgiven; numbers are meant as they are."""
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()


def variants(word: str) -> set[str]:
    """All words that are one typing error away, and the word itself."""
    letters = set(string.ascii_lowercase) | set(word)
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {word}
    found |= {left + right[1:] for left, right in cuts if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    found |= {left + letter + right[1:] for left, right in cuts if right for letter in letters}
    return found | {left + letter + right for left, right in cuts for letter in letters}


def mistakes(typed: str, names: Iterable[str]) -> int | None:
    """How many mistakes stand between what was typed and these names: none, one, or None.

    Each typed word must begin a word of the names, in any order; one error is forgiven.
    """
    known = [word for name in names for word in words_in(name)]
    wrong = 0
    for word in words_in(typed):
        if any(one.startswith(word) for one in known):
            continue
        if not may_be_mistyped(word) or not _begins_nearly(word, known):
            return None
        wrong += 1
    return wrong if wrong <= 1 else None


def _begins_nearly(word: str, known: Iterable[str]) -> bool:
    near = variants(word)
    lengths = (len(word) - 1, len(word), len(word) + 1)
    return any(one[:length] in near for one in known for length in lengths)
