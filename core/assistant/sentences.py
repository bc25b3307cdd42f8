"""Sentences of messages, and what kind of thing a sentence says: told by its words alone."""

import re

_END = re.compile(r"(?<=[.!?])\s+|\n+")
_ASKS = re.compile(
    r"\b(please|can you|could you|would you|i need|we need|i want|help me|how (?:do|can|to))\b"
    r"|\b(?:does|did|is|are|was)(?: not|n't) work",
    re.IGNORECASE,
)
_DONE = (
    "tried|restarted|rebooted|reinstalled|reset|checked|cleared|updated|upgraded|replaced|tested"
    "|switched|changed|removed|deleted|disabled|enabled|verified|confirmed|unplugged|cleaned"
    "|reproduced|configured|renewed|repaired"
)
_TRIED = re.compile(
    rf"\b(?:i|we|he|she|they|customer|user|already|have|has|'ve)\b[^.?!]{{0,40}}\b(?:{_DONE})\b"
    rf"|^(?:{_DONE})\b",
    re.IGNORECASE,
)
_PROMISED = re.compile(
    r"\b(?:i|we)(?:'ll| will| are going to| am going to|'m going to|'re going to)\b"
    r"|\b(?:will|shall) be (?:sent|fixed|done|replaced|refunded|there|with you|back)\b"
    r"|\b(?:get|come) back to you\b|\blet you know\b",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^(?:hi|hello|hey|dear|good (?:morning|day|evening|afternoon)|thanks|thank you|regards"
    r"|best|cheers|kind regards|sincerely)\b[^.?!]{0,30}[.,!]?$",
    re.IGNORECASE,
)
LONGEST = 240


def sentences_of(text: str) -> list[str]:
    """The sentences of a message, without quoted lines, greetings and code."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith((">", "```"))]
    found = (part.strip(" \t-*•") for part in _END.split("\n".join(lines)))
    return [part for part in found if len(part) > 2 and not _GREETING.match(part)]


def is_question(sentence: str) -> bool:
    """It asks for something, with or without a question mark."""
    return sentence.endswith("?") or bool(_ASKS.search(_plain(sentence)))


def is_tried(sentence: str) -> bool:
    """It says what was done or tried."""
    return not sentence.endswith("?") and bool(_TRIED.search(_plain(sentence)))


def is_promised(sentence: str) -> bool:
    """It says what somebody is going to do."""
    return not sentence.endswith("?") and bool(_PROMISED.search(_plain(sentence)))


def shortened(sentence: str) -> str:
    """No longer than a line or two."""
    if len(sentence) <= LONGEST:
        return sentence
    return sentence[:LONGEST].rsplit(" ", 1)[0] + " …"


def _plain(sentence: str) -> str:
    return sentence.replace("\u2019", "'")
