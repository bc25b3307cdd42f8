"""Invented data of a given size, for measuring: rows as the use cases leave them, made in bulk.

Only for organisations that are marked as demo data.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from bot.seeding.seeding_statements import INDEX, PEOPLE, TICKETS
from core.database.organisations import Organisation
from core.database.search import configuration
from core.database.unit_of_work import Database, UnitOfWork
from core.errors import HelpdeskError
from core.sla.rules import SHIPPED_TARGETS
from core.tickets.configuration.catalogue import Catalogue, catalogue
from core.tickets.rules import PRIORITIES, Base

CHUNK = 2000
SPAN = timedelta(days=365)
AGENTS = 12
MOST_CUSTOMERS = 5000
_FIRST = ("ba", "ke", "lo", "mi", "nu", "ra", "se", "to", "vi", "wo", "ja", "pe", "qui", "du", "fe")
_LAST = ("bril", "dex", "gan", "lum", "mar", "nox", "pol", "rit", "sol", "tan", "ven", "zor")
PRODUCTS = tuple(a + b + c for a in _FIRST for b in _FIRST for c in _LAST)
"""2,700 names of things; each ticket speaks of one, so that a search for one finds few."""
TROUBLES = (
    "does not start",
    "shows an error",
    "is slow since the update",
    "lost my settings",
    "prints blank pages",
    "asks for the password again and again",
    "cannot be reached from home",
    "sends every message twice",
)
WISHES = (
    "Could you have a look?",
    "It was fine yesterday.",
    "I have restarted it twice.",
    "My colleagues see the same.",
    "This blocks the whole team.",
    "It is not urgent, but annoying.",
)
ANSWERS = (
    "Thank you for the report. Which version do you use?",
    "We have seen this before and are on it.",
    "Please clear the cache and try again.",
    "A fix is being installed right now.",
)
Progress = Callable[[int], None]


class NotDemo(HelpdeskError):
    """Invented data has no place among real tickets."""

    code = "seed.real_desk"
    text = (
        "There are tickets of a real desk here, and invented ones would get among them. Set "
        "DESKHAND_DATA_DIR to another folder."
    )


@dataclass(frozen=True)
class Seeded:
    """What was made."""

    tickets: int
    messages: int
    people: int


async def seed(
    database: Database, organisation_id: UUID, tickets: int, progress: Progress = lambda _: None
) -> Seeded:
    """Add so many tickets with their messages, clocks and events, spread over the last year.

    Marks an organisation without tickets as demo data. Raises :class:`NotDemo` for
    one that has tickets and is not marked.
    """
    await _mark_as_demo(database, organisation_id)
    customers = max(20, min(MOST_CUSTOMERS, tickets // 20))
    run = secrets.token_hex(4)[:7]
    async with database.unit_of_work(organisation_id) as uow:
        shared = await _shared(uow, run, tickets)
        people = await uow.session.scalars(
            text(PEOPLE), {**shared, "customers": customers, "agents": AGENTS}
        )
        shared["people"] = list(people)
        shared["customers"] = customers
    for first in range(1, tickets + 1, CHUNK):
        last = min(first + CHUNK - 1, tickets)
        async with database.unit_of_work(organisation_id) as uow:
            values = {**shared, "first": first, "last": last}
            made = await uow.session.scalars(text(TICKETS), values)
            ids = {"ids": list(made), "config": configuration(uow.language)}
            await uow.session.execute(text(INDEX), ids)
        progress(last)
    await _refresh_statistics(database)
    return Seeded(tickets, 3 * tickets, customers + AGENTS)


async def _mark_as_demo(database: Database, organisation_id: UUID) -> None:
    async with database.unit_of_work(organisation_id) as uow:
        some = await uow.session.scalar(text("SELECT EXISTS (SELECT 1 FROM tickets)"))
    async with database.owner() as session:
        organisation = await session.scalar(
            select(Organisation).where(Organisation.id == organisation_id)
        )
        assert organisation is not None
        if some and not organisation.is_demo:
            raise NotDemo
        organisation.is_demo = True


async def _shared(uow: UnitOfWork, run: str, tickets: int) -> dict[str, Any]:
    """What all statements are given."""
    words = await catalogue(uow)
    targets = [
        (priority, metric.value, int(allowed.total_seconds() // 60))
        for metric, by_priority in SHIPPED_TARGETS.items()
        for priority, allowed in by_priority.items()
    ]
    return {
        "org": uow.organisation_id,
        "run": run,
        "now": uow.now,
        "total": tickets,
        "step": SPAN / tickets,
        "language": uow.language,
        "statuses": [words.first_status(base).id for base in Base],
        "categories": _roots(words),
        "priorities": list(PRIORITIES),
        "target_priorities": [target[0] for target in targets],
        "target_metrics": [target[1] for target in targets],
        "target_minutes": [target[2] for target in targets],
        "products": list(PRODUCTS),
        "troubles": list(TROUBLES),
        "wishes": list(WISHES),
        "answers": list(ANSWERS),
    }


def _roots(words: Catalogue) -> list[UUID]:
    return [c.id for c in words.categories.values() if c.id == c.root_id and c.active]


async def _refresh_statistics(database: Database) -> None:
    """Let the planner know at once what autovacuum would tell it in some minutes."""
    async with database.owner() as session:
        await session.execute(
            text("ANALYZE tickets, messages, clocks, events, search_documents, people, due")
        )
