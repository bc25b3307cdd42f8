"""Customers open, follow and close their own tickets, are confirmed to once, and no more."""

import pytest

from bot.grammar.registry import build_registry
from core.access.actor import Role
from core.access.permissions import GRANTS
from tests.contract.drivers.base import Driver, card, told
from tests.contract.drivers.slack import SlackDriver
from tests.contract.journeys import open_ticket
from tests.contract.wiring import PEOPLE
from tests.contract.world import World


async def test_one_confirmation_with_number_and_expected_answer(door: Driver) -> None:
    ticket = await open_ticket(door)
    await door.world.settled()
    posts = await door.thread("ana", "support", ticket.thread)
    confirmed = [post for post in posts if ticket.ref in post.text]
    assert len(confirmed) == 1
    assert "Expect an answer by" in confirmed[0].text


async def test_another_customers_ticket_cannot_be_closed(door: Driver) -> None:
    ticket = await open_ticket(door)
    await door.slash("bob", f"resolve {ticket.ref}", room="support")
    await told(door, "bob", f"I can't find {ticket.ref}")
    client, headers = door.world.client(), await door.world.key("bob")
    answer = await client.post(f"/api/v1/tickets/{ticket.number}/close", headers=headers)
    assert answer.status_code == 404
    own = await client.post(
        f"/api/v1/tickets/{ticket.number}/close", headers=await door.world.key("ana")
    )
    assert own.json()["status"] == "Closed"
    await card(door, "sam", ticket.ref, "Closed")


@pytest.mark.parametrize("who", ["ana", "sam", "kim", "nobody"])
async def test_the_role_decides_which_verbs_work(world: World, who: str) -> None:
    """Unlinked, customer, agent and manager against all verbs, in Slack."""
    slack = SlackDriver(world)
    ticket = await open_ticket(slack)
    await world.settled()
    if who == "nobody":
        world.slack.add_user("U0NOBODY", "Nobody", is_email_confirmed=False)
        world.slack.channels["C0SUPPORT"].members.add("U0NOBODY")
    registry = build_registry()
    for verb in registry.verbs.values():
        before = len(await slack.private(who))
        said = f"{verb.name} {ticket.ref} x" if verb.takes_ticket else f"{verb.name} x"
        if verb.name in registry.of("ticket"):
            await slack.mention(who, said, room="support")
        else:
            await slack.slash(who, said, room="support", words="desk")
        await world.settled()
        fresh = [post.text for post in (await slack.private(who))[before:]]
        refused = any("Only " in text and " may " in text for text in fresh)
        if who == "nobody":
            assert any("I don't know you yet" in text for text in fresh), verb.name
        else:
            role: Role = PEOPLE[who][1]
            # A customer's mention is a command only with a verb of theirs; else it is words.
            is_words = role is Role.CUSTOMER and verb.name in registry.of("ticket")
            denied = verb.permission not in GRANTS[role]
            assert refused == (denied and not is_words), (verb.name, fresh)
