"""Others in a customer's thread: they read along and may write, and the ticket is not theirs."""

import pytest

from tests.contract.drivers.base import Driver, card, heard, told
from tests.contract.drivers.doors import DRIVERS
from tests.contract.drivers.slack import SlackDriver
from tests.contract.journeys import open_ticket
from tests.contract.world import World

BESIDE = "💬 community post"


@pytest.fixture(params=["discord", "slack", "teams"])
def door(request: pytest.FixtureRequest, world: World) -> Driver:
    """Where others read a customer's thread: a web chat has no such thread."""
    driver: Driver = DRIVERS[request.param](world)
    return driver


async def _facts(world: World, number: int) -> tuple[object, ...]:
    """What of the ticket and its clocks would tell that it was somebody's turn."""
    [row] = await world.office.sql(
        "SELECT s.base, t.last_said_by, t.message_count, t.revision, t.resolved_at,"
        " (SELECT jsonb_agg(to_jsonb(c) ORDER BY c.metric) FROM clocks c WHERE c.ticket_id = t.id)"
        " FROM tickets t JOIN statuses s ON s.id = t.status_id WHERE t.number = :n",
        n=number,
    )
    return tuple(row)


async def test_what_another_writes_is_a_community_post_that_staff_see_marked(
    world: World, door: Driver
) -> None:
    ticket = await open_ticket(door)
    before = await _facts(world, ticket.number)
    await door.say("bob", "Mine hums too, try the other cable", "support", ticket.thread)
    seen = await heard(door, "sam", "triage", ticket.card.id, "other cable", "Bob")
    assert BESIDE in seen.text
    await world.settled()
    assert await _facts(world, ticket.number) == before
    assert await door.private("bob") == []
    rows = await world.office.sql("SELECT kind, audience, author_role FROM messages ORDER BY id")
    assert tuple(rows[-1]) == ("community", "public", "community")


async def test_they_change_and_take_back_their_own_words(world: World, door: Driver) -> None:
    ticket = await open_ticket(door)
    said = await door.say("bob", "Try the other cable", "support", ticket.thread)
    seen = await heard(door, "sam", "triage", ticket.card.id, "other cable")
    await door.edit("bob", said, "Try the blue cable", "support")
    changed = await heard(door, "sam", "triage", ticket.card.id, "blue cable")
    assert (changed.id, BESIDE in changed.text) == (seen.id, True)
    await door.delete("bob", said, "support")

    async def gone() -> bool:
        posts = await door.thread("sam", "triage", ticket.card.id)
        return all("blue cable" not in post.text for post in posts)

    await world.until(gone, "the post is taken away")


async def test_a_post_beside_a_solved_ticket_opens_nothing(world: World, door: Driver) -> None:
    ticket = await open_ticket(door)
    await door.press("sam", ticket.card, "Claim")
    await door.mention("sam", "resolve Take the other cable", thread=ticket.card.id)
    await card(door, "sam", ticket.ref, "Resolved")
    await world.settled()
    before = await _facts(world, ticket.number)
    await door.say("bob", "That helped me as well, thanks!", "support", ticket.thread)
    await heard(door, "sam", "triage", ticket.card.id, "helped me as well")
    await world.settled()
    assert await _facts(world, ticket.number) == before
    await door.say("ana", "It still hums", "support", ticket.thread)
    await card(door, "sam", ticket.ref, "Open")


async def test_they_have_no_right_on_the_ticket(world: World, door: Driver) -> None:
    ticket = await open_ticket(door)
    await door.say("bob", "Me too", "support", ticket.thread)
    await heard(door, "sam", "triage", ticket.card.id, "Me too")
    standing = await heard(door, "bob", "support", ticket.thread, ticket.ref, "Never post")
    await world.settled()
    before = await _facts(world, ticket.number)
    for label in ("Solved", "Make private"):
        await door.press("bob", standing, label)
        await told(door, "bob", f"I can't find {ticket.ref}")
    await door.slash("bob", f"show {ticket.ref}", room="support")
    await world.settled()
    assert await _facts(world, ticket.number) == before
    refusals = [post.text for post in await door.private("bob")]
    assert len(refusals) == 3
    assert all(f"I can't find {ticket.ref}" in text for text in refusals)


async def test_the_assistant_answers_who_asked_and_nobody_else_in_that_thread(
    world: World, door: Driver
) -> None:
    thread = await door.say("ana", "The blue printer hums", "support")
    await heard(door, "ana", "support", thread, "I could not find this")
    await door.say("bob", "How do I reset my password?", "support", thread)
    await world.settled()
    assert len(await door.thread("ana", "support", thread)) == 2
    await door.say("ana", "Since yesterday", "support", thread)

    async def answered() -> bool:
        posts = await door.thread("ana", "support", thread)
        return sum("Open a ticket" in post.acts for post in posts) == 2

    await world.until(answered, "the asker is answered again")


async def test_a_ticket_of_theirs_leaves_the_thread_to_who_asked_there(
    world: World, door: Driver
) -> None:
    thread = await door.say("ana", "The blue printer hums", "support")
    offered = await heard(door, "ana", "support", thread, "I could not find this")
    await door.mention("bob", "new The door squeaks", "support", thread)
    await card(door, "sam", "TIK-1001", "The door squeaks", "Bob")
    await door.press("ana", offered, "Open a ticket")
    await card(door, "sam", "TIK-1002", "The blue printer hums", "Ana")
    standing = await heard(door, "ana", "support", thread, "TIK-1002", "Never post")
    assert "Solved" in standing.acts
    await world.settled()
    seen = [post.text for post in await door.thread("ana", "support", thread)]
    assert not any("TIK-1001" in text for text in seen)


async def test_what_others_wrote_is_in_the_conversation_of_the_api(
    world: World, slack: SlackDriver
) -> None:
    ticket = await open_ticket(slack)
    await slack.say("bob", "Try the other cable", "support", ticket.thread)
    await heard(slack, "sam", "triage", ticket.card.id, "other cable")
    for who in ("sam", "ana"):
        answer = await world.client().get(
            f"/api/v1/tickets/{ticket.number}/messages", headers=await world.key(who)
        )
        said = answer.json()["items"][-1]
        assert (said["kind"], said["author_role"], said["author"]) == (
            "community",
            "community",
            "Bob",
        )
    answer = await world.client().get(
        f"/api/v1/tickets/{ticket.number}/messages", headers=await world.key("bob")
    )
    assert answer.status_code == 404
