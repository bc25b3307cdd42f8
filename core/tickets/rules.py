"""The rules of a ticket's life: pure functions over plain values."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from core.errors import ErrorKind, HelpdeskError, Invalid


class Base(StrEnum):
    """What a status means to the rules, whatever an organisation calls it."""

    NEW = "new"
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    PENDING = "pending"
    RESOLVED = "resolved"
    CLOSED = "closed"


SHIPPED_STATUSES = (
    ("New", Base.NEW),
    ("Open", Base.OPEN),
    ("In progress", Base.IN_PROGRESS),
    ("Pending", Base.PENDING),
    ("Resolved", Base.RESOLVED),
    ("Closed", Base.CLOSED),
)

DONE = frozenset({Base.RESOLVED, Base.CLOSED})
WORKING = frozenset({Base.OPEN, Base.IN_PROGRESS, Base.PENDING})

TRANSITIONS: dict[Base, frozenset[Base]] = {
    Base.NEW: WORKING | DONE,
    Base.OPEN: WORKING | DONE,
    Base.IN_PROGRESS: WORKING | DONE,
    Base.PENDING: WORKING | DONE,
    Base.RESOLVED: WORKING | DONE,
    Base.CLOSED: WORKING,
}

REOPEN_WITHIN = timedelta(days=30)
"""How long after its end a ticket can be opened again, unless the organisation says so."""

UNDO_WITHIN = timedelta(hours=24)
"""How long a merge, a split and a move can be undone."""

SUBJECT_LENGTH = 200
"""The characters of the longest subject."""

PRIORITIES = ("critical", "high", "medium", "low")
_OTHER_NAMES = {
    "urgent": "critical",
    "p1": "critical",
    "p2": "high",
    "normal": "medium",
    "p3": "medium",
    "p4": "low",
}


class Impossible(HelpdeskError):
    """The ticket's state does not allow this act."""

    kind = ErrorKind.CONFLICT
    code = "ticket.impossible"
    text = "{ref} is {state}: {hint}"


class AlreadyClaimed(HelpdeskError):
    """Somebody else has the ticket."""

    kind = ErrorKind.CONFLICT
    code = "ticket.already_claimed"
    text = "{name} claimed {ref} {ago}."


class Stale(HelpdeskError):
    """The act was based on an older state of the ticket: it is held, with the news."""

    kind = ErrorKind.CONFLICT
    code = "ticket.stale"
    text = "{ref} has changed since: {news}"


def parse_priority(said: str) -> str:
    """One of :data:`PRIORITIES` from what people say (``urgent``, ``P2``, ``Normal``)."""
    word = said.strip().lower()
    word = _OTHER_NAMES.get(word, word)
    if word not in PRIORITIES:
        raise Invalid(field="priority", problem=f"{said!r} is not one of {', '.join(PRIORITIES)}")
    return word


def check_transition(ref: str, before: Base, after: Base, name: str) -> None:
    """Raise :class:`Impossible` unless a ticket may go from one status to the other."""
    if after not in TRANSITIONS[before]:
        hint = "reopen it first." if before in DONE else f"it cannot become {name}."
        raise Impossible(ref=ref, state=before.value.replace("_", " "), hint=hint)


def is_long_over(ended: datetime | None, now: datetime, within: timedelta = REOPEN_WITHIN) -> bool:
    """Whether a ticket ended too long ago to be opened again."""
    return ended is not None and now - ended > within


def check_reopening(
    ref: str,
    base: Base,
    ended: datetime | None,
    now: datetime,
    within: timedelta = REOPEN_WITHIN,
) -> None:
    """Raise unless the ticket has ended, and not too long ago."""
    if base not in DONE:
        raise Impossible(ref=ref, state="still open", hint="there is nothing to reopen.")
    if is_long_over(ended, now, within):
        raise Impossible(
            ref=ref,
            state="closed for good",
            hint=f"it ended more than {within.days} days ago. Open a new ticket.",
        )


def waiting_on(base: Base, last_said_by: str) -> str:
    """Whose move it is: ``us``, ``customer`` or ``nobody``."""
    if base in DONE:
        return "nobody"
    if base is Base.PENDING or last_said_by != "customer":
        return "customer"
    return "us"


def would_loop(node: UUID, new_parent: UUID | None, parents: dict[UUID, UUID | None]) -> bool:
    """Whether hanging ``node`` below ``new_parent`` would make a tree a ring."""
    above = new_parent
    while above is not None:
        if above == node:
            return True
        above = parents.get(above)
    return False
