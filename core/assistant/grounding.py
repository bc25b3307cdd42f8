"""Whether what a model wrote stands in what it was shown."""

import re

from core.assistant.masking import MARK

SUPPORT = 0.5
"""The part of a sentence's longer words that its source must have."""

LONGER = 4
_WORD, _NUMBER = re.compile(r"\w+"), re.compile(r"\d+(?:[.,]\d+)*")


def stands_in(said: str, source: str) -> bool:
    """Whether the source has the words of a sentence, or most of them, and all its numbers."""
    said = MARK.sub("", said)
    words, known = _stems(said), _stems(source)
    return numbers_stand_in(said, source) and (
        not words or len(words & known) >= SUPPORT * len(words)
    )


def numbers_stand_in(said: str, source: str) -> bool:
    """Whether the source has all its numbers."""
    return not set(_NUMBER.findall(MARK.sub("", said))) - set(_NUMBER.findall(source))


def _stems(text: str) -> set[str]:
    """The beginnings of the longer words: enough to see through endings."""
    return {word[:5] for word in _WORD.findall(text.casefold()) if len(word) >= LONGER}
