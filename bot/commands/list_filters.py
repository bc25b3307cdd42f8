"""How a list is narrowed in chat, and the command that opens a list with a given filter."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.forms.field_inputs import fields_in
from bot.grammar.command import Command, quoted
from core.errors import Invalid
from core.tickets.reading.listing import Filter

FILTERS = ("status", "priority", "assignee", "team", "category", "tag")
SEVERAL = frozenset({"status", "priority", "tag"})
TIMES = {
    "opened": ("created_after", "created_before"),
    "solved": ("resolved_after", "resolved_before"),
}
"""Options that hold a time: how long ago at most (``2d``), or from when to when."""
SLA_STATES = (
    ("overdue", "Overdue"),
    ("breaching", "Close to a target, or overdue"),
    ("intime", "In time"),
)
"""What ``sla:`` understands, with its words."""
TITLES = {
    "mine": "My tickets",
    "unassigned": "Unassigned tickets",
    "open": "Open tickets",
    "waiting": "Tickets that wait for us",
    "breaching": "Tickets close to their target or overdue",
    "overdue": "Overdue tickets",
    "snoozed": "Snoozed tickets",
    "escalated": "Escalated tickets",
    "recent": "Recent tickets",
    "all": "All tickets",
}
OFFERED = ("mine", "unassigned", "breaching", "all")
"""Views that every list offers to go to."""
_SPAN = re.compile(r"(\d{1,4})\s*(h|d|w)\Z")
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


def narrowed(command: Command, view: str, now: datetime) -> Filter:
    """The filter that the options say. Raises :class:`Invalid` for a time that is none."""
    wanted = Filter(view=view)
    change: dict[str, Any]
    for name in FILTERS:
        if value := command.options.get(name):
            change = {name: (value,) if name in SEVERAL else value}
            wanted = replace(wanted, **change)
    filled = tuple(f"{key}={value or ''}" for key, value in fields_in(command.options).items())
    wanted = replace(wanted, field=filled)
    if sla := command.options.get("sla"):
        wanted = replace(wanted, sla=sla)
    if age := command.options.get("age"):
        wanted = replace(wanted, created_before=_ago("age", age, now))
    for name, (after, before) in TIMES.items():
        if value := command.options.get(name):
            since, until = times_of(name, value, now)
            change = {after: since, before: until}
            wanted = replace(wanted, **change)
    return wanted


def _ago(name: str, said: str, now: datetime) -> datetime:
    span = _SPAN.match(said.strip())
    if span is None:
        raise Invalid(field=name, problem=f"{said!r} is no length of time. Try 24h, 7d or 4w")
    return now - timedelta(**{_UNITS[span[2]]: int(span[1])})


def times_of(name: str, said: str, now: datetime) -> tuple[datetime, datetime | None]:
    """From when to when an option says. Raises :class:`Invalid` naming it."""
    if _SPAN.match(said.strip()):
        return _ago(name, said, now), None
    since, between, until = said.partition("..")
    try:
        moments = [datetime.fromisoformat(part) for part in (since, until) if part]
        if between and len(moments) == 2 and all(m.tzinfo for m in moments):
            return moments[0], moments[1]
    except ValueError:
        pass
    problem = f"{said!r} is not a time. Try 24h, 7d, or two moments with .. between them"
    raise Invalid(field=name, problem=problem)


def to_list_command(wanted: Filter) -> str:
    """The command that lists exactly what the filter lets through."""
    parts = [f"list view:{wanted.view}"]
    for name in FILTERS:
        value = getattr(wanted, name)
        said = value[0] if isinstance(value, tuple) and value else value
        if said:
            parts.append(f"{name}:{quoted(said)}")
    for name, (after, before) in TIMES.items():
        since, until = getattr(wanted, after), getattr(wanted, before)
        if since and until:
            parts.append(f"{name}:{between(since, until)}")
    return " ".join(parts)


def between(since: datetime, until: datetime) -> str:
    """A time as an option says it."""
    return f"{since.isoformat()}..{until.isoformat()}"
