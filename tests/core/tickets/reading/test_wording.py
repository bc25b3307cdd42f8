"""Facts in words."""

from datetime import timedelta

import pytest

from core.tickets.changes import CHANGES
from core.tickets.events import MessageDeleted, MessageEdited, MessagePosted, TicketOpened
from core.tickets.reading.wording import ago, in_words, span


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "just now"),
        (12, "12 s ago"),
        (59.9, "59 s ago"),
        (60, "1 min ago"),
        (3599, "59 min ago"),
        (7200, "2 h ago"),
        (86400, "1 day ago"),
        (200000, "2 days ago"),
    ],
)
def test_how_long_ago(seconds: float, words: str) -> None:
    assert ago(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "under 1 min"),
        (59, "under 1 min"),
        (60, "1 min"),
        (4800, "1 h 20 min"),
        (86400 * 3 + 3600 * 4 + 60, "3 d 4 h"),
        (-120, "2 min"),
        (86400 + 300, "1 d 5 min"),
    ],
)
def test_how_long(seconds: float, words: str) -> None:
    assert span(seconds) == words


@pytest.mark.parametrize(
    "event", [*CHANGES, TicketOpened, MessagePosted, MessageEdited, MessageDeleted]
)
def test_every_fact_has_words(event: type) -> None:
    assert in_words(event.__name__) != event.__name__
