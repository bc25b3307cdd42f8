"""The same journeys in Slack where everything comes in over Socket Mode: acts, forms, choices
while one types, reactions, edits, repetitions, and a socket that is cut in the middle."""

from collections.abc import AsyncIterator

import pytest

from tests.contract.drivers.base import card, heard
from tests.contract.drivers.slack import SlackDriver
from tests.contract.journeys import open_ticket
from tests.contract.test_agents import (
    test_a_form_says_what_is_wrong_in_place,
    test_a_whole_life_by_each_way_in,
    test_an_agent_opens_for_a_customer,
)
from tests.contract.test_amendments import (
    test_what_a_customer_changes_and_takes_back_reaches_staff,
)
from tests.contract.test_customers import (
    test_asks_opens_follows_answers_solves_and_reopens,
    test_nobody_sees_another_customers_ticket,
)
from tests.contract.test_reactions import test_a_ticket_from_a_message_lives_in_its_thread
from tests.contract.test_slack_pages import (
    test_a_ticket_from_anywhere,
    test_links_show_no_more_than_all_who_read_may_see,
    test_the_home_of_an_agent,
)
from tests.contract.test_undo import test_taken_back_changed_and_sent
from tests.contract.world import World, a_world

__all__ = [
    "test_a_form_says_what_is_wrong_in_place",
    "test_a_ticket_from_a_message_lives_in_its_thread",
    "test_a_ticket_from_anywhere",
    "test_a_whole_life_by_each_way_in",
    "test_an_agent_opens_for_a_customer",
    "test_asks_opens_follows_answers_solves_and_reopens",
    "test_links_show_no_more_than_all_who_read_may_see",
    "test_nobody_sees_another_customers_ticket",
    "test_taken_back_changed_and_sent",
    "test_the_home_of_an_agent",
    "test_what_a_customer_changes_and_takes_back_reaches_staff",
]


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """A desk that Slack reaches by a socket alone."""
    async with a_world(over_sockets=True) as made:
        yield made
        assert made.slack.socket_host.acks, "nothing came in by a socket"


@pytest.fixture
def door(world: World) -> SlackDriver:
    """Slack, over sockets."""
    return SlackDriver(world)


@pytest.fixture
def slack(door: SlackDriver) -> SlackDriver:
    """The same by its name."""
    return door


@pytest.mark.parametrize("how", ["asked", "cut"])
async def test_a_socket_that_ends_in_the_middle_loses_and_doubles_nothing(
    world: World, slack: SlackDriver, how: str
) -> None:
    ticket = await open_ticket(slack, "ana", "It burns")
    host, before = world.slack.socket_host, world.slack.socket_host.opened
    root = (await card(slack, "sam", ticket.ref)).id
    if how == "asked":
        await host.disconnect()
    else:
        host.abort()
    for number in range(5):
        await slack.say("sam", f"note number {number}", "triage", root)
    await world.slack.wait_for(lambda: host.opened > before)
    await slack.slash("sam", f"reply {ticket.ref} We are on it")
    await heard(slack, "ana", "support", ticket.thread, "We are on it")
    await world.settled()
    kept = await world.office.sql("SELECT body FROM messages WHERE audience = 'internal'")
    assert sorted(body for (body,) in kept) == [f"note number {n}" for n in range(5)]
