"""Undelete in Teams: what its author brings back there comes back everywhere."""

import pytest

from tests.contract.drivers.base import Room, card, heard
from tests.contract.drivers.teams import TeamsDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import open_ticket
from tests.contract.world import World


async def _is_gone(door: TeamsDriver | WebDriver, who: str, room: Room, thread: str) -> None:
    async def gone() -> bool:
        return not any("smokes" in post.text for post in await door.thread(who, room, thread))

    await door.world.until(gone, "it is gone")


@pytest.mark.parametrize("who", ["ana", "sam"])
async def test_what_was_removed_and_brought_back_is_everywhere_again(
    world: World, teams: TeamsDriver, who: str
) -> None:
    ticket = await open_ticket(teams)
    web = WebDriver(world)
    there = await card(web, "mia", ticket.ref)
    room: Room = "support" if who == "ana" else "triage"
    thread = ticket.thread if who == "ana" else ticket.card.id
    said = await teams.say(who, "it smokes", room, thread)
    await heard(web, "mia", "triage", there.id, "it smokes")
    await teams.delete(who, said, room)
    await _is_gone(web, "mia", "triage", there.id)
    for _ in range(2):  # told twice, it is there once
        await teams.restore(who, said, room)
    await heard(web, "mia", "triage", there.id, "it smokes")
    await world.settled()
    rows = await world.office.sql("SELECT audience FROM messages WHERE body = 'it smokes'")
    assert rows == [("public" if who == "ana" else "internal",)]
    await teams.edit(who, said, "it smokes a lot", room)
    await heard(web, "mia", "triage", there.id, "it smokes a lot")
    await teams.delete(who, said, room)
    await _is_gone(web, "mia", "triage", there.id)


async def test_directly_it_comes_back_as_well(world: World, teams: TeamsDriver) -> None:
    await teams.mention("ana", "new The door squeaks", "direct")
    shown = await card(teams, "sam", "TIK-", "The door squeaks")
    said = await teams.say("ana", "it smokes", "direct")
    await heard(teams, "sam", "triage", shown.id, "it smokes")
    await teams.delete("ana", said, "direct")
    await _is_gone(teams, "sam", "triage", shown.id)
    await teams.restore("ana", said, "direct")
    await heard(teams, "sam", "triage", shown.id, "it smokes")
