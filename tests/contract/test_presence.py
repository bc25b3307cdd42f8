"""CNV-10 on the doors: a page tells who else is at its ticket, a form who writes already."""

import pytest

from core.tickets.collaboration.presence import FORM_LASTS
from tests.contract.drivers.base import Driver, card, heard
from tests.contract.drivers.doors import DRIVERS
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import open_ticket, sweep
from tests.contract.test_collisions import at_customer
from tests.contract.world import World


async def _here(web: WebDriver, who: str, ticket: str, act: str = "viewing") -> str:
    answer = await web.post(who, "/chat/here", ticket=ticket, act=act)
    return str(answer.json()["line"]) if answer.status_code == 200 else str(answer.status_code)


async def test_a_page_tells_who_else_is_there(world: World, web: WebDriver) -> None:
    ticket = await open_ticket(web)
    assert await _here(web, "sam", ticket.ref) == ""
    assert await _here(web, "mia", ticket.ref, "replying") == "Also here: Sam."
    assert await _here(web, "sam", ticket.ref) == "Mia is replying."
    world.clock.move(seconds=25)
    assert await _here(web, "sam", ticket.ref) == ""
    assert await _here(web, "ana", ticket.ref) == "404"
    assert await _here(web, "bob", "TIK-9999") == "404"


@pytest.mark.every_door
@pytest.mark.parametrize("door", ["discord", "slack", "teams"])
async def test_an_open_form_is_seen_on_every_door_until_the_reply_is_sent(
    world: World, web: WebDriver, door: str
) -> None:
    there: Driver = DRIVERS[door](world)
    ticket = await open_ticket(there)
    shown = await card(web, "mia", ticket.ref)
    assert await web.press("mia", shown, "Reply") is not None
    form = await there.press("sam", ticket.card, "Reply")
    assert form is not None
    assert "Mia is replying too" in str(form.raw)
    assert await _here(web, "mia", ticket.ref) == "Sam is replying."
    beside = await there.press("kim", ticket.card, "Reply")
    assert beside is not None
    assert "Mia and Sam are replying too" in str(beside.raw)
    await there.fill("sam", form, text="Take the other cable")
    await heard(there, "ana", "support", ticket.thread, "Take the other cable")
    assert "Sam" not in await _here(web, "mia", ticket.ref)


@pytest.mark.every_door
async def test_the_staffs_card_tells_who_writes(world: World, door: Driver) -> None:
    ticket = await open_ticket(door)
    assert await door.press("sam", ticket.card, "Reply") is not None
    shown = await card(door, "mia", ticket.ref, "Sam is replying")
    form = await door.press("mia", shown, "Reply")
    assert form is not None
    await card(door, "mia", ticket.ref, "Mia and Sam are replying")
    await door.fill("mia", form, text="Take the other cable")
    await card(door, "mia", ticket.ref, "Sam is replying", without="Mia and")
    assert "replying" not in await at_customer(door, ticket)
    await sweep(world, seconds=FORM_LASTS.total_seconds())
    await card(door, "mia", ticket.ref, without="replying")
