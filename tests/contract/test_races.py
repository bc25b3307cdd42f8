"""Two agents, one button; a change while its card is on the way."""

import asyncio
import re
from typing import Any

from tests.contract.drivers.base import Driver, card, heard, told
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import open_ticket
from tests.contract.world import World


async def test_both_press_claim_one_wins_the_other_may_take_over(door: Driver) -> None:
    ticket = await open_ticket(door)
    await asyncio.gather(
        door.press("sam", ticket.card, "Claim"), door.press("mia", ticket.card, "Claim")
    )
    await card(door, "sam", ticket.ref, "Owner")
    await door.world.settled()
    claims = await door.world.office.sql(
        "SELECT p.name FROM events e JOIN people p ON p.id = e.actor_id"
        " WHERE e.type = 'TicketClaimed'"
    )
    assert len(claims) == 1
    [(winner,)] = claims
    loser = "mia" if winner == "Sam" else "sam"
    answer = await told(door, loser, f"{winner} claimed {ticket.ref}")
    assert re.search(rf"claimed {ticket.ref} (just now|\d+ s ago)", answer.text)
    assert "Take over" in answer.acts
    assert not any("claimed" in p.text for p in await door.private(winner.lower()))

    await door.press(loser, answer, "Take over")
    shown = await card(door, "sam", ticket.ref, f"Owner {loser.capitalize()}")
    assert shown.id == ticket.card.id
    await heard(door, "kim", "triage", ticket.card.id, f"assigned this to {loser.capitalize()}")
    await told(door, winner.lower(), "took", "from you")


async def test_claiming_twice_oneself_changes_nothing(door: Driver) -> None:
    ticket = await open_ticket(door)
    await door.press("sam", ticket.card, "Claim")
    await card(door, "sam", ticket.ref, "Owner Sam")
    await door.press("sam", ticket.card, "Claim")
    await door.world.settled()
    [(count,)] = await door.world.office.sql(
        "SELECT count(*) FROM events WHERE type = 'TicketClaimed'"
    )
    assert count == 1


async def test_a_change_while_the_card_is_being_repainted_is_painted_too(world: World) -> None:
    """The card is rendered already, but not yet marked as leaving, when the change comes."""
    web = WebDriver(world)
    ticket = await open_ticket(web)
    await world.settled()
    renderer = world.desk.sender._renderer
    real, rendered, go_on = renderer.render, asyncio.Event(), asyncio.Event()

    async def slowly(*args: Any) -> Any:
        parcel = await real(*args)
        rendered.set()
        await go_on.wait()
        return parcel

    renderer.render = slowly  # type: ignore[method-assign]
    await web.slash("sam", f"priority {ticket.ref} high")
    await rendered.wait()
    claimed = asyncio.create_task(web.slash("sam", f"claim {ticket.ref}"))

    async def done_or_waiting() -> bool:
        owned = (await world.office.see(ticket.number)).assignee is not None
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        return owned or await world.office.sql(waiting) != [(0,)]

    await world.until(done_or_waiting, "the claim is committed or waits for the card")
    go_on.set()
    renderer.render = real  # type: ignore[method-assign]
    await claimed
    await card(web, "sam", ticket.ref, "High", "Owner Sam")
