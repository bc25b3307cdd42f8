"""Where the links of a message lead: its text holds no more than their labels. Pure."""

import re
from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser

from adapters.teams.inbound.brought import HTML
from adapters.teams.webapi.own import Payload, parts
from bot.showing.texts import clean, in_a_line

_HTTP = re.compile(r"https?://(\S+)", re.IGNORECASE)


def with_links(text: str, activity: Payload) -> str:
    """The text, with the address of each link after its label; at the end if that is not there."""
    marks = [
        (link.end_in(text), f" ({link.address})")
        for link in _links(activity)
        if link.address not in text and not link.tells_it
    ]
    told = text
    # From the end on, so that the places of those before stay what they are.
    for place, mark in reversed(sorted(marks, key=lambda one: one[0])):
        told = told[:place] + mark + told[place:]
    return told.strip()


@dataclass(frozen=True)
class _Link:
    """A link to a page; ``before``: the words that stand before it."""

    address: str
    label: str
    before: str

    @property
    def tells_it(self) -> bool:
        """Whether the label is the address itself, as people type it: ``example.org``."""
        found = _HTTP.fullmatch(self.address)
        return found is not None and self.label.rstrip("/") == found[1].rstrip("/")

    def end_in(self, text: str) -> int:
        """Where the label ends in the text. The same letters may occur before."""
        if not self.label:
            return len(text)
        nth = self.before.count(self.label) + 1
        pieces = text.split(self.label, nth)
        return len(text) - len(pieces[-1]) if len(pieces) > nth else len(text)


def _links(activity: Payload) -> list[_Link]:
    """In the order of the message."""
    reader = _Anchors()
    # What it cannot read at all is no link: what stands before it counts.
    with suppress(AssertionError):
        for one in parts(activity, "attachments"):
            if one.get("contentType") == HTML:
                reader.feed(str(one.get("content") or ""))
        reader.close()
    found = (
        _Link(clean(address), in_a_line(label), in_a_line(before))
        for address, label, before in reader.found
    )
    return [link for link in found if _HTTP.fullmatch(link.address)]


class _Anchors(HTMLParser):
    """Collects addresses and labels, with what stands before them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self._words = ""
        self._inside: tuple[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._inside = (dict(attrs).get("href") or "", self._words)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._inside is not None:
            address, before = self._inside
            self.found.append((address, self._words.removeprefix(before), before))
            self._inside = None

    def handle_data(self, data: str) -> None:
        self._words += data
