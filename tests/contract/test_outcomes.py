"""What was sent, and then the outcome could not be kept, or its sender was broken off."""

from typing import Any

import pytest

from bot.sending.outcomes import Outcomes
from core.events.models import Delivery
from core.tickets.opening import TicketDraft
from core.tickets.opening import open_ticket as open_by_hand
from tests.contract.drivers.base import card, heard
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import open_ticket
from tests.contract.world import World

WORDS = "it smokes now"


async def test_what_stands_there_and_could_not_be_kept_is_found_and_not_said_again(
    world: World, slack: SlackDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = await open_ticket(slack)
    keep, forgotten = Outcomes.sent, []

    async def fails_once(self: Outcomes, delivery: Delivery, *more: Any) -> None:
        if (delivery.kind, delivery.platform) == ("message", "slack") and not forgotten:
            forgotten.append(delivery.id)
            raise ConnectionError("the database is gone")
        await keep(self, delivery, *more)

    monkeypatch.setattr(Outcomes, "sent", fails_once)
    await slack.say("ana", WORDS, "support", ticket.thread)
    await heard(slack, "sam", "triage", ticket.card.id, WORDS)
    await world.settled()
    posts = await slack.thread("sam", "triage", ticket.card.id)
    assert sum(WORDS in post.text for post in posts) == 1
    [(state, ref)] = await world.office.sql(
        "SELECT d.state, r.external_id FROM deliveries d"
        " LEFT JOIN message_refs r USING (place_id, message_id) WHERE d.id = :id",
        id=forgotten[0],
    )
    assert (state, ref) == ("sent", next(post.id for post in posts if WORDS in post.text))


async def test_a_line_waits_for_the_card_under_which_it_belongs(
    world: World, slack: SlackDriver
) -> None:
    """Nobody reads it at the top of the channel while the card cannot be posted."""
    world.slack.trouble("status", "chat.postMessage", status=500)
    kim = await world.person("kim")
    made = await world.office.do(open_by_hand, kim, TicketDraft(subject="A printer hums"))
    ref = f"TIK-{made.number}"
    await slack.slash("mia", f"claim {ref}")
    world.slack.heal()
    shown = await card(slack, "sam", ref, "Mia")
    await heard(slack, "sam", "triage", shown.id, "Mia claimed this")
    await world.settled()
    assert len(await slack.room("sam", "triage")) == 1


async def test_words_that_came_before_another_card_could_be_posted_follow_it(
    world: World, slack: SlackDriver
) -> None:
    web = WebDriver(world)
    world.slack.trouble("error", "chat.postMessage", error="invalid_blocks")
    ticket = await open_ticket(web)

    async def refused() -> bool:
        query = "SELECT 1 FROM deliveries WHERE platform = 'slack' AND state = 'dead'"
        return bool(await world.office.sql(query))

    await world.until(refused, "the card is refused")
    world.slack.heal()
    await web.say("ana", WORDS, "support", ticket.thread)
    shown = await card(slack, "sam", ticket.ref)
    await heard(slack, "sam", "triage", shown.id, WORDS)
    await world.settled()
    posts = await slack.thread("sam", "triage", shown.id)
    assert sum(WORDS in post.text for post in posts) == 1
