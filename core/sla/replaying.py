"""Counting a clock anew from what happened: pure, over the facts of one or more tickets.

Tickets that were merged are one concern from the start: it was owed an answer while any
of them was, and a first word was owed to each customer until they had one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from core.sla.rules import Count, Metric, meet, pause, resume, retarget
from core.sla.rules import start as begin
from core.tickets.rules import DONE, Base


@dataclass(frozen=True)
class Fact:
    """Something that matters to a clock. Exactly one of the last five is set, but that a
    fact which opens a ticket, or gives it to another customer, names its customer.

    ``base``: the ticket has that status now. ``minutes``: the surviving ticket's target.
    ``reached``: staff said something publicly to these customers. ``gone``: from now on
    the ticket goes on in the surviving one.
    """

    at: datetime
    ticket: UUID
    opened_by: UUID | None = None
    base: Base | None = None
    minutes: int | None = None
    reached: frozenset[UUID] | None = None
    gone: bool = False


@dataclass
class _State:
    """Where the tickets stand at one moment of the replay."""

    survivor: UUID
    bases: dict[UUID, Base] = field(default_factory=dict)
    customers: dict[UUID, UUID] = field(default_factory=dict)
    gone: set[UUID] = field(default_factory=set)
    answered: set[UUID] = field(default_factory=set)

    def take(self, fact: Fact) -> None:
        """Let one fact happen."""
        if fact.opened_by is not None:
            self.bases.setdefault(fact.ticket, Base.NEW)
            self.customers[fact.ticket] = fact.opened_by
        if fact.base is not None:
            self.bases[fact.ticket] = fact.base
        if fact.gone:
            self.gone.add(fact.ticket)
        self.answered |= fact.reached or frozenset()
        for ticket, customer in self.customers.items():
            if self.base_of(ticket) in DONE:
                self.answered.add(customer)  # after the end nobody waits for a first word

    def base_of(self, ticket: UUID) -> Base:
        """The status that counts for a ticket: its own, or that of where it goes on."""
        at = self.survivor if ticket in self.gone and self.survivor in self.bases else ticket
        return self.bases[at]

    def owed(self, metric: Metric) -> str:
        """``running``, ``paused`` or ``met``: how a clock of that metric stands now."""
        waiting = [
            self.base_of(ticket)
            for ticket, customer in self.customers.items()
            if metric is Metric.RESOLUTION or customer not in self.answered
        ]
        if any(base not in DONE | {Base.PENDING} for base in waiting):
            return "running"
        return "paused" if Base.PENDING in waiting else "met"


def replay(metric: Metric, survivor: UUID, minutes: int, facts: Iterable[Fact]) -> Count | None:
    """The count after all facts, the first target being ``minutes``; None before any ticket
    was opened."""
    state, count, stands = _State(survivor), None, "running"
    for fact in sorted(facts, key=lambda one: one.at):
        state.take(fact)
        if not state.customers:
            continue
        if count is None:
            count = begin(minutes, fact.at)
        if fact.minutes is not None:
            count = retarget(count, fact.minutes, fact.at)
        now = state.owed(metric)
        if now != stands:
            change = {"running": resume, "paused": pause, "met": meet}[now]
            count, stands = change(count, fact.at), now
    return count
