"""The desk is killed at any moment, again and again, while customer and staff write."""

import random

import pytest

from tests.contract.drivers.base import card
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import open_ticket
from tests.contract.killing import Mortal, instead_of_us, unanswered
from tests.contract.world import World
from tests.crashing.points import ANY_MOMENT

ROUNDS, EACH = 25, 6


@pytest.mark.long
async def test_killed_at_any_moment(world: World, mortal: Mortal) -> None:
    """Each message of both sides stands once in each place, and in order."""
    web, slack = WebDriver(world), SlackDriver(world)
    ticket = await open_ticket(slack)
    in_web = await card(web, "mia", ticket.ref)
    chance = random.Random(7)
    said: list[str] = []
    for turn in range(ROUNDS):
        seconds = str(chance.uniform(0.3, 1.2))
        again = []
        async with instead_of_us(world, mortal, ANY_MOMENT, seconds):
            for number in range(EACH):
                words = f"words {turn:02}-{number}"
                said.append(words)
                event = world.slack.send.message(
                    "U0ANA", "C0SUPPORT", words, thread_ts=ticket.thread
                )
                if await unanswered(world.slack.send.event(event)):
                    again.append(event)
        for event in again:
            await world.slack.send.event(event, retry=1)
    await world.settled()
    rows = await world.office.sql("SELECT body FROM messages WHERE body LIKE 'words %'")
    assert sorted(body for (body,) in rows) == said
    for posts in (
        await slack.thread("sam", "triage", ticket.card.id),
        await web.thread("sam", "triage", in_web.id),
    ):
        shown = [words for post in posts for words in said if words in post.text]
        assert sorted(shown) == said
    [(events, positions)] = await world.office.sql(
        "SELECT count(*), count(DISTINCT position) FROM events"
    )
    assert events == positions
