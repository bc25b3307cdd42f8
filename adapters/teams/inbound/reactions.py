"""Teams' names of emoji. Pure."""

import re

# Emoji stand in the first two planes of Unicode; halves of UTF-16 are no letters.
_LETTER = "(?:1[0-9a-f]{4}|(?!d[89a-f])[0-9a-f]{4})"
_SIGN = re.compile(rf"({_LETTER}(?:-{_LETTER})*)_", re.IGNORECASE)
_SIX = {
    "like": "👍",
    "heart": "❤️",
    "laugh": "😆",
    "surprised": "😮",
    "sad": "😢",
    "angry": "😠",
}
"""The reactions that Teams names by words; all others by their letters."""


def to_sign(name: str) -> str:
    """The emoji itself where Teams names it by its letters, as ``1f440_eyes``; else the name."""
    found = _SIGN.match(name)
    return "".join(chr(int(one, 16)) for one in found[1].split("-")) if found else name


def shown_anywhere(sign: str) -> str:
    """The same as it is read on every platform; one that others do not know as ``:name:``."""
    return _SIX.get(sign, f":{sign}:" if sign.isascii() else sign)
