"""CHT-04: verbs that need some words ask for them in a form, by each way in and on every door."""

import pytest

from tests.contract.drivers.base import Driver, card, told
from tests.contract.drivers.teams import TeamsDriver
from tests.contract.journeys import open_ticket

ASKED = {"kb": "Articles with “claim”", "search": "Tickets with “claim”", "ask": "From the"}


@pytest.mark.every_door
@pytest.mark.parametrize("verb", ASKED)
async def test_without_words_a_form_asks_for_them(door: Driver, verb: str) -> None:
    form = await door.slash("sam", verb)
    assert form is not None
    assert await door.fill("sam", form, text="claim") is None
    await told(door, "sam", ASKED[verb])


async def test_a_mention_without_words_offers_the_form(door: Driver) -> None:
    if door.slug == "web":
        pytest.skip("there a mention opens the form itself")
    await door.mention("sam", "search")
    answer = await told(door, "sam", "say what to look for", "search WORDS")
    form = await door.press("sam", answer, "Fill in a form")
    assert form is not None
    assert await door.fill("sam", form, text="claim") is None
    await told(door, "sam", ASKED["search"])


async def test_customers_are_asked_too(door: Driver) -> None:
    form = await door.slash("ana", "ask", room="support")
    assert form is not None
    assert await door.fill("ana", form, text="how do I reopen my ticket?") is None
    await told(door, "ana", "eopen")


async def test_a_dialog_of_teams_says_itself_what_was_not_chosen(teams: TeamsDriver) -> None:
    """Clients take what was found while one types for no choice, so nothing is required there."""
    ticket, other = await open_ticket(teams), await open_ticket(teams, "The lamp is out")
    form = await teams.slash("sam", f"merge {ticket.ref}")
    assert form is not None
    again = await teams.fill("sam", form, into="")
    assert again is not None
    assert "say a ticket's number" in again.errors["into"]
    assert await teams.fill("sam", again, into=other.ref) is None
    await card(teams, "sam", ticket.ref, "Merged")
