"""What is offered while one types, on very many tickets: from the database, without the web."""

import time
from collections.abc import Awaitable, Callable
from functools import partial

from core.access.actor import Actor, Role
from core.database.engine import build_engine
from core.database.unit_of_work import Database, UnitOfWork
from core.ids import new_id
from core.people.suggesting import suggest_people
from core.reactions import REACTIONS
from core.tickets.reading.suggesting import suggest_tickets
from tests.bench.data import Office
from tests.bench.figures import Figure, Goal

TIMES = 30
TYPING = Goal(p50_ms=200)
"""SRC-06: at a million tickets, before the next letter."""
_TYPED = (
    ("suggest tickets: printing", "printing"),
    ("suggest tickets: pritning", "pritning"),
    ("suggest tickets: tha", "tha"),
    ("suggest tickets: 104", "104"),
)


async def measure_suggesting(url: str, office: Office) -> list[Figure]:
    """Tickets by words, with a mistake, by a very frequent beginning, by number; and people."""
    database = Database(build_engine(url, pool_size=1), REACTIONS)
    agent = Actor(new_id(), office.organisation_id, Role.AGENT, "Bench", "bench")
    figures = [
        await _measure(database, office, name, partial(_tickets, agent, said))
        for name, said in _TYPED
    ]
    for said in ("customer 1", "cusotmer"):
        name = f"suggest people: {said}"
        figures.append(await _measure(database, office, name, partial(_people, agent, said)))
    await database.close()
    return figures


async def _tickets(agent: Actor, said: str, uow: UnitOfWork) -> object:
    return await suggest_tickets(uow, agent, said)


async def _people(agent: Actor, said: str, uow: UnitOfWork) -> object:
    return await suggest_people(uow, agent, said)


async def _measure(
    database: Database, office: Office, name: str, ask: Callable[[UnitOfWork], Awaitable[object]]
) -> Figure:
    walls = []
    for _ in range(TIMES):
        async with database.unit_of_work(office.organisation_id) as uow:
            began = time.perf_counter()
            await ask(uow)
            walls.append(time.perf_counter() - began)
    return Figure(name, walls, TYPING)
