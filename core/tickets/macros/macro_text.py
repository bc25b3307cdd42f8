"""The text of a macro: which variables there are, and how they are filled in. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from core.errors import Invalid
from core.people.organisation import usable_zone

_PLACE = re.compile(r"\{([^{}\n]*)\}")


@dataclass(frozen=True)
class Facts:
    """What the variables of a macro may say. All of it may be told to the customer."""

    customer: str
    agent: str
    number: str
    subject: str
    status: str
    priority: str
    category: str
    team: str
    reply_due: datetime | None
    timezone: str | None


def _first(name: str) -> str:
    return name.split()[0] if name.split() else name


def _expected(facts: Facts) -> str:
    """When the next answer is promised, in the customer's own time where it is known."""
    if facts.reply_due is None:
        return "as soon as we can"
    zone = usable_zone(facts.timezone) or "UTC"
    at = facts.reply_due.astimezone(ZoneInfo(zone))
    return f"{at:%a} {at.day} {at:%b %H:%M} ({zone})"


VARIABLES: dict[str, Callable[[Facts], str]] = {
    "customer.name": lambda f: f.customer,
    "customer.first_name": lambda f: _first(f.customer),
    "agent.name": lambda f: f.agent,
    "agent.first_name": lambda f: _first(f.agent),
    "ticket.number": lambda f: f.number,
    "ticket.subject": lambda f: f.subject,
    "ticket.status": lambda f: f.status,
    "ticket.priority": lambda f: f.priority,
    "ticket.category": lambda f: f.category or "your question",
    "team.name": lambda f: f.team or "support",
    "expected_reply": _expected,
}
"""All variables that there are, and what each stands for."""


def check_variables(text: str) -> None:
    """Raise :class:`Invalid` naming the first thing in braces that is no variable of ours."""
    for name in _PLACE.findall(text):
        if name not in VARIABLES:
            known = ", ".join(VARIABLES)
            raise Invalid(field="text", problem=f"{{{name}}} is no variable; there are {known}")


def fill_in(text: str, facts: Facts) -> str:
    """The text with every variable filled in, once: what they say is not read again."""
    check_variables(text)
    return _PLACE.sub(lambda found: VARIABLES[found[1]](facts), text)
