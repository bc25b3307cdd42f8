"""TKT-01: the same ticket comes of it, whichever door it is opened through; each keeps its own."""

from typing import Any

import pytest

from tests.contract.drivers.base import Driver, Room, told
from tests.contract.drivers.discord import DiscordDriver
from tests.contract.drivers.doors import DRIVERS
from tests.contract.drivers.teams import TeamsDriver
from tests.contract.world import World

SUBJECT = "The lamp is broken"
ASKED = {"subject": SUBJECT, "description": SUBJECT, "priority": "high"}


async def test_the_same_ticket_comes_of_every_door(
    world: World, discord: DiscordDriver, teams: TeamsDriver
) -> None:
    said = f"new {SUBJECT} priority:high"
    doors = [build(world) for build in DRIVERS.values()]
    for door in doors:
        assert await door.slash("ana", said, room="support") is None
        await world.settled()
    for door in doors:
        assert await door.slash("sam", f"{said} customer:ana@example.org source:phone") is None
        await world.settled()
    client, key = world.client(), await world.key("ana")
    answer = await client.post("/api/v1/tickets", json=ASKED, headers=key)
    assert answer.status_code == 201, answer.text
    found = await _tickets(world)
    sources = [one.pop("source") for one in found]
    assert sources == [*DRIVERS, *["phone"] * len(doors), "api"]
    assert all(one == found[0] for one in found), found
    assert found[0] == {"subject": SUBJECT, "priority": "high", "customer": "Ana", "first": SUBJECT}


async def _tickets(world: World) -> list[dict[str, Any]]:
    rows = await world.office.sql(
        "SELECT t.subject, t.priority, p.name, t.source, m.body FROM tickets t"
        " JOIN people p ON p.id = t.requester_id"
        " JOIN messages m ON m.ticket_id = t.id AND m.kind = 'reply' ORDER BY t.number"
    )
    names = ("subject", "priority", "customer", "source", "first")
    return [dict(zip(names, row, strict=True)) for row in rows]


@pytest.mark.parametrize("source", ["phone", "carrier pigeon"])
async def test_how_somebody_reached_us_is_for_staff_to_say_in_known_words(
    door: Driver, source: str
) -> None:
    who = "ana" if source == "phone" else "sam"
    room: Room = "support" if who == "ana" else "triage"
    await door.slash(who, f'new {SUBJECT} source:"{source}"', room=room)
    await told(door, who, "source")
    assert await _tickets(door.world) == []
