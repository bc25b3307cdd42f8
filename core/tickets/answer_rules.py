"""Whether a note reads like an answer to the customer: pure, and as simple as it is told."""

import re

_GREETING = re.compile(
    r"(hi|hello|hey|dear|thanks|thank you|sorry|good (morning|afternoon|evening|day)"
    r"|hola|bonjour|hallo|ciao|ol[áa])\b",
    re.IGNORECASE,
)
_YOU = re.compile(r"\b(you|your|yours|you're|you've|you'll)\b", re.IGNORECASE)
_AMONG_US = re.compile(
    r"(^|\s)@\w|\b(customers?|internal(ly)?|fyi|note to self|between us)\b", re.IGNORECASE
)
_ABOUT_THEM = re.compile(r"\b(he|she|they|him|her|them|his|their)\b", re.IGNORECASE)
SHORTEST = 3
"""Words. Less is a remark."""


def looks_like_an_answer(text: str, customer: str) -> bool:
    """Whether it speaks to the customer.

    It does if it begins with a greeting or with their first name, or says "you" and speaks
    of nobody; not if it names a colleague with ``@`` or says that it is among us.
    """
    said = text.strip()
    if len(said.split()) < SHORTEST or _AMONG_US.search(said):
        return False
    first = customer.split()[0] if customer.split() else ""
    if first and re.match(rf"{re.escape(first)}\s*[,:!-]", said, re.IGNORECASE):
        return True
    if first and re.search(rf"(?<!\w){re.escape(first)}(?!\w)", said[40:], re.IGNORECASE):
        return False  # whoever speaks to somebody says the name first
    if _GREETING.match(said):
        return True
    return bool(_YOU.search(said)) and not _ABOUT_THEM.search(said)
