"""Moments in words: relative for reading, exact for hovering."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY


def zone_named(name: str | None) -> tzinfo:
    """The time zone of that name; UTC when there is none such."""
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def to_relative(moment: datetime, now: datetime, zone: tzinfo = UTC) -> str:
    """How long ago or ahead: ``just now``, ``4 min ago``, ``in 2 h``; a date beyond a week."""
    seconds = (moment - now).total_seconds()
    size = abs(seconds)
    if size < 45:
        return "just now" if seconds <= 0 else "in under 1 min"
    if size >= WEEK:
        return to_date(moment, now, zone)
    if size < HOUR - 30:
        words = f"{max(1, round(size / MINUTE))} min"
    elif size < DAY - HOUR / 2:
        words = f"{max(1, round(size / HOUR))} h"
    else:
        words = f"{max(1, round(size / DAY))} d"
    return f"in {words}" if seconds > 0 else f"{words} ago"


def to_date(moment: datetime, now: datetime, zone: tzinfo = UTC) -> str:
    """The day as the reader counts it, with the year only when it is another."""
    local, today = moment.astimezone(zone), now.astimezone(zone)
    year = "" if local.year == today.year else f" {local.year}"
    return f"{local.day} {local:%b}{year}"


def to_clock(moment: datetime, now: datetime, zone: tzinfo = UTC) -> str:
    """The time of day, with the date unless it is today, and ``UTC`` where that is the zone."""
    local = moment.astimezone(zone)
    suffix = " UTC" if zone is UTC else ""
    if local.date() == now.astimezone(zone).date():
        return f"{local:%H:%M}{suffix}"
    return f"{to_date(moment, now, zone)}, {local:%H:%M}{suffix}"


def to_exact(moment: datetime, zone: tzinfo = UTC) -> str:
    """The whole moment in words, for a tooltip."""
    local = moment.astimezone(zone)
    return f"{local:%A}, {local.day} {local:%B %Y, %H:%M} {local:%Z}"


def to_day(moment: datetime, now: datetime, zone: tzinfo = UTC) -> str:
    """A heading for a day: ``Today``, ``Yesterday`` or the weekday and date."""
    local, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
    distance = (today - local).days
    if distance in (0, 1):
        return ("Today", "Yesterday")[distance]
    return f"{local:%A}, {to_date(moment, now, zone)}"
