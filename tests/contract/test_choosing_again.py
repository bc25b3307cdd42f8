"""A line of a card's menu, chosen once more."""

from tests.contract.drivers.base import Driver, told
from tests.contract.journeys import open_ticket


async def test_a_form_that_was_closed_is_opened_again(discord: Driver) -> None:
    """A client keeps showing what was chosen until the card changes, and tells nothing when that
    is chosen once more."""
    ticket = await open_ticket(discord)
    for _ in range(2):
        assert await discord.press("sam", ticket.card, "Merge into…") is not None
        await discord.world.settled()


async def test_what_is_answered_privately_is_asked_again(discord: Driver) -> None:
    ticket = await open_ticket(discord)
    for _ in range(2):
        await discord.press("sam", ticket.card, "History")
        await discord.world.settled()
    await told(discord, "sam", "History", ticket.ref)
