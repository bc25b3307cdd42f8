"""The ledger of a ticket's clocks: what counted, what did not, and why."""

from dataclasses import dataclass
from datetime import datetime

from core.access.actor import Actor
from core.database.unit_of_work import UnitOfWork
from core.sla.events import ClockBreached, ClockChanged
from core.tickets.reading.history import Entry, history
from core.tickets.reading.wording import span


@dataclass(frozen=True)
class Line:
    """One step of one clock."""

    at: datetime
    title: str
    detail: str


_WHY = {
    "started": "The clock began to run",
    "paused": "Paused: waiting on the customer",
    "resumed": "Running again",
    "met": "Kept",
    "retargeted": "New target with the new priority",
    "merged": "Paused: it goes on in another ticket",
    "rebuilt": "Counted anew, because tickets were merged or parted",
}


async def ledger(uow: UnitOfWork, actor: Actor, number: int) -> list[Line]:
    """All steps of both clocks, oldest first."""
    entries = await history(uow, actor, number)
    return [_line(e) for e in entries if e.type in {ClockChanged.type, ClockBreached.type}]


def _line(entry: Entry) -> Line:
    metric = entry.data["metric"].replace("_", " ").capitalize()
    allowed = span(entry.data["minutes"] * 60)
    if entry.type == ClockBreached.type:
        return Line(entry.at, f"{metric}: missed", f"The target was {allowed}.")
    counted = span(entry.data["counted"])
    why = _WHY.get(entry.data["act"], entry.data["act"])
    return Line(entry.at, f"{metric}: {why}", f"{counted} of {allowed} counted by then.")
