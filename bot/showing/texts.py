"""Plain words, cleaned, measured and cut the same way for every platform.

Platforms do not say whether they count code points or UTF-16 units, so everything is
measured in UTF-16 units: never more generous than they are.
"""

import re
from datetime import date

ELLIPSIS = "…"

# Embeddings, overrides and isolates can make a text read differently from what it
# says; lone surrogates and control characters are no text at all.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def clean(text: str) -> str:
    """The text without characters that deceive the eye or are not text."""
    return _UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def size(text: str) -> int:
    """The length of a text as the strictest reader counts it: UTF-16 units."""
    return len(text) + sum(1 for letter in text if ord(letter) > 0xFFFF)


def cut(text: str, limit: int) -> str:
    """The text, ending in an ellipsis where it had to be cut to the limit."""
    if size(text) <= limit:
        return text
    kept = text[: limit - 1]
    while size(kept) > limit - 1:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def beginning(text: str, length: int) -> str:
    """The first words of a text, of so many signs at most and an ellipsis."""
    return text if len(text) <= length else f"{text[:length].rsplit(' ', 1)[0]} {ELLIPSIS}"


def in_a_line(text: str) -> str:
    """The words of a text on one line."""
    return " ".join(clean(text).split())


def plain(text: str, limit: int, *, empty: str = "—") -> str:
    """Words for a place that reads no marks: on one line, within the limit, never none."""
    return cut(in_a_line(text), limit) or empty


def is_day(value: str) -> bool:
    """Whether a value is a day as calendars in forms take it: ``2026-01-31``."""
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return len(value) == len("2026-01-31")
