"""How soon what is said on any platform is seen on any other."""

import asyncio
import time
from uuid import uuid4

from tests.bench.desks import a_desk_with
from tests.bench.figures import Figure, Goal
from tests.bench.processes import Server
from tests.contract.drivers.base import Driver, card, heard
from tests.contract.drivers.doors import DRIVERS
from tests.contract.journeys import open_ticket

ROUNDS = 5
PAUSE = 2.5
"""Seconds between two messages: what is measured is our time, not the platforms' pacing."""

CROSSING = Goal(p95_ms=1000)


async def measure_crossing(server: Server) -> list[Figure]:
    """A customer on each platform in turn, and agents on all: each says, the others see.

    What is seen is looked for twenty times a second, so a figure is too high by up to 50 ms.
    """
    async with a_desk_with(server, "discord", "teams") as world:
        doors = {slug: build(world) for slug, build in DRIVERS.items()}
        walls: dict[str, list[float]] = {f"from {slug}": [] for slug in doors}
        for home in doors.values():
            await _talk(home, doors, walls)
    return [
        Figure(f"said {way}, seen on the other platforms", found, CROSSING)
        for way, found in walls.items()
    ]


async def _talk(home: Driver, doors: dict[str, Driver], walls: dict[str, list[float]]) -> None:
    """One ticket of Ana's: she writes, and each agent answers."""
    ticket = await open_ticket(home, f"The printer hums {uuid4().hex[:6]}")
    cards = {slug: await card(door, "sam", ticket.ref) for slug, door in doors.items()}
    for _ in range(ROUNDS):
        words = f"still humming {uuid4().hex}"
        began = time.perf_counter()
        await home.say("ana", words, "support", ticket.thread)
        seen = [
            _seen(door, "sam", "triage", cards[slug].id, words, began)
            for slug, door in doors.items()
        ]
        walls[f"from {home.slug}"] += await asyncio.gather(*seen)
        await asyncio.sleep(PAUSE)
        for slug, door in doors.items():
            words = f"switch it off {uuid4().hex}"
            began = time.perf_counter()
            await door.mention("sam", f"reply {words}", "triage", cards[slug].id)
            walls[f"from {slug}"].append(
                await _seen(home, "ana", "support", ticket.thread, words, began)
            )
            await asyncio.sleep(PAUSE)


async def _seen(door: Driver, who: str, room: str, thread: str, words: str, began: float) -> float:
    await heard(door, who, room, thread, words)  # type: ignore[arg-type]
    return time.perf_counter() - began
