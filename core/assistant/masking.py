"""Personal data stays here: what goes to a language model has marks in its place."""

import re
from dataclasses import dataclass, field

_KINDS = {
    "email": re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"),
    "account": re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b"),
    "card": re.compile(r"\b\d(?:[ -]?\d){12,18}\b"),
    "phone": re.compile(
        r"(?<![\w.])(?:\+|00)\d(?:[ ()/.-]*\d){6,14}\b|\b0\d(?:[ ()/-]*\d){6,12}\b"
    ),
    "address": re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b"),
}
MARK = re.compile(r"<(?:email|account|card|phone|address) \d+>")


@dataclass
class Mask:
    """Marks for the personal data of one conversation with a model, the same for the same."""

    marks: dict[str, str] = field(default_factory=dict)

    def hide(self, text: str) -> str:
        """The text with marks in place of personal data."""
        for kind, pattern in _KINDS.items():
            text = pattern.sub(lambda found, kind=kind: self._mark(kind, found[0]), text)  # type: ignore[misc]
        return text

    def show(self, text: str) -> str:
        """What was marked, in its own words again. Unknown marks stay."""
        known = {mark: value for value, mark in self.marks.items()}
        return MARK.sub(lambda found: known.get(found[0], found[0]), text)

    def _mark(self, kind: str, value: str) -> str:
        return self.marks.setdefault(value, f"<{kind} {len(self.marks) + 1}>")
