"""Moments as people type them: ``30m``, ``2h``, ``tomorrow 9am``, ``mon``, ``2026-01-31``."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.grammar.parse import first_word
from core.errors import Invalid
from core.people.organisation import usable_zone

_SPAN = re.compile(r"(\d{1,4})\s*(m|min|h|d|w)\Z")
_UNITS = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_TIME = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*(am|pm)?\Z")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MORNING = time(9, 0)


def to_moment(said: str, now: datetime, timezone: str | None, field: str = "due") -> datetime:
    """The moment meant, in UTC, read in the speaker's time zone.

    A day without a time means nine in the morning. Raises :class:`Invalid`.
    """
    text = said.strip().casefold()
    span = _SPAN.match(text)
    if span:
        return now + timedelta(**{_UNITS[span[2]]: int(span[1])})
    zone = ZoneInfo(usable_zone(timezone) or "UTC")
    local = now.astimezone(zone)
    day_word, time_word = first_word(text)
    day = _day(day_word, local)
    if day is None:
        return _iso(said, zone, field)
    at = _time(time_word) if time_word else MORNING
    if at is None:
        raise _unclear(said, field)
    return datetime.combine(day, at, zone).astimezone(UTC)


def _day(word: str, local: datetime) -> datetime | None:
    if word == "today":
        return local
    if word == "tomorrow":
        return local + timedelta(days=1)
    if (
        word[:3] in _DAYS
        and "monday tuesday wednesday thursday friday saturday sunday".find(word) >= 0
    ):
        ahead = (_DAYS.index(word[:3]) - local.weekday()) % 7
        return local + timedelta(days=ahead or 7)
    return None


def _time(word: str) -> time | None:
    found = _TIME.match(word)
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3] and not 1 <= hour <= 12:
        return None
    if found[3]:
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _iso(said: str, zone: ZoneInfo, field: str) -> datetime:
    try:
        moment = datetime.fromisoformat(said.strip())
    except ValueError as error:
        raise _unclear(said, field) from error
    if len(said.strip()) == 10:
        moment = datetime.combine(moment, MORNING)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment.astimezone(UTC)


def _unclear(said: str, field: str) -> Invalid:
    return Invalid(field=field, problem=f"{said!r} is not a time. Try 2h, mon 9am or 2026-01-31")
