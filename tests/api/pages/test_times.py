"""Moments in words."""

from datetime import UTC, datetime, timedelta

import pytest

from api.pages.times import to_clock, to_day, to_exact, to_relative, zone_named

NOW = datetime(2026, 11, 20, 13, 48, tzinfo=UTC)
MADRID = zone_named("Europe/Madrid")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "just now"),
        (-44, "just now"),
        (30, "in under 1 min"),
        (-60, "1 min ago"),
        (-59 * 60, "59 min ago"),
        (-3590, "1 h ago"),
        (42 * 60, "in 42 min"),
        (3 * 3600, "in 3 h"),
        (-23.6 * 3600, "1 d ago"),
        (-6 * 86400, "6 d ago"),
        (-8 * 86400, "12 Nov"),
        (-400 * 86400, "16 Oct 2025"),
    ],
)
def test_relative(seconds: float, words: str) -> None:
    assert to_relative(NOW + timedelta(seconds=seconds), NOW) == words


def test_the_readers_own_time() -> None:
    assert to_clock(NOW, NOW, MADRID) == "14:48"
    assert to_clock(NOW, NOW) == "13:48 UTC"
    assert to_clock(NOW + timedelta(hours=10), NOW, MADRID) == "21 Nov, 00:48"
    assert to_exact(NOW, MADRID) == "Friday, 20 November 2026, 14:48 CET"
    late = NOW.replace(hour=23, minute=30)
    assert to_day(late, late + timedelta(hours=1), MADRID) == "Today"
    assert to_day(late, late + timedelta(hours=1), UTC) == "Yesterday"


@pytest.mark.parametrize("name", ["", None, "Nowhere/Land", "../etc/passwd", "\x00"])
def test_unknown_zones_are_utc(name: str | None) -> None:
    assert zone_named(name) is UTC
