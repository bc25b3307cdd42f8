"""What the words of a note name, as mentions: pure. Who is meant is asked elsewhere."""

import re
from collections.abc import Iterator, Mapping

MOST = 20
"""Mentions of one note that are looked at."""

_MENTION = re.compile(
    r"<@(?P<id>[\w:.-]+)(?:\|[^>]*)?>"
    r"|(?<![\w@/.])@(?P<word>\w[\w.'+-]*(?:@[\w.-]+)?)(?P<more>(?: \w[\w.'-]*){0,2})"
)


def said_names(text: str) -> Iterator[tuple[str, ...]]:
    """For each mention what may be meant, the longest name first."""
    for found in _MENTION.finditer(text):
        if found["id"]:
            yield (found["id"],)
            continue
        words = [found["word"], *found["more"].split()]
        longest_first = range(len(words), 0, -1)
        yield tuple(" ".join(words[:count]).rstrip(".,'+-") for count in longest_first)


def named_in(text: str, mentioned: Mapping[str, str]) -> list[tuple[str, ...]]:
    """What may be meant by each mention; ``mentioned``: first the account that a platform names,
    then how it reads."""
    longest = sorted(filter(None, mentioned), key=len, reverse=True)
    if longest:
        # A name that was merely typed may begin like one of these.
        marks = re.compile(rf"@({'|'.join(map(re.escape, longest))})(?!\w)")
        text = marks.sub(lambda found: f"<@{mentioned[found[1]]}>", text)
    names = {account: name for name, account in mentioned.items()}
    found = dict.fromkeys(said_names(text)) if "@" in text else ()
    return [(*said, names[said[0]]) if said[0] in names else said for said in found][:MOST]
