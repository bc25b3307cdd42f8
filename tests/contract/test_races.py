"""Two agents, one button."""

import asyncio
import re

from tests.contract.drivers.base import Driver, card, heard, told
from tests.contract.journeys import open_ticket


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
