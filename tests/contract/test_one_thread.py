"""A conversation through every door is one thread, in order, each word once."""

from tests.contract.drivers.base import Driver, Room, card, heard
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import open_ticket
from tests.contract.world import World

SAID = ("one by web", "two by rest", "three by slack", "four by web", "five by mention")


async def _words_of(door: Driver, who: str, room: Room, thread: str) -> list[str]:
    """Which of what was said stands there, in order."""
    posts = await door.thread(who, room, thread)
    return [said for post in posts for said in SAID if said in post.text]


async def test_words_by_every_door_are_one_thread_in_order(world: World) -> None:
    web, slack = WebDriver(world), SlackDriver(world)
    ticket = await open_ticket(web, agents=slack)
    in_web = await card(web, "mia", ticket.ref)
    client, kim, ana = world.client(), await world.key("kim"), await world.key("ana")
    url = f"/api/v1/tickets/{ticket.number}"

    await web.say("ana", SAID[0], "support", ticket.thread)
    await heard(slack, "sam", "triage", ticket.card.id, SAID[0])
    answer = await client.post(f"{url}/reply", json={"text": SAID[1]}, headers=kim)
    assert answer.status_code == 201
    await heard(web, "ana", "support", ticket.thread, SAID[1])
    # Pressed on the card as it is after the answer: an older one would hold the reply.
    form = await slack.press("sam", await card(slack, "sam", ticket.ref, "Open"), "Reply")
    assert form is not None
    assert await slack.fill("sam", form, text=SAID[2]) is None
    await heard(web, "ana", "support", ticket.thread, SAID[2])
    await web.say("ana", SAID[3], "support", ticket.thread)
    await heard(slack, "sam", "triage", ticket.card.id, SAID[3])
    await slack.mention("sam", f"reply {SAID[4]}", thread=ticket.card.id)
    await heard(web, "ana", "support", ticket.thread, SAID[4])
    await heard(web, "mia", "triage", in_web.id, SAID[4])
    await world.settled()

    listed = (await client.get(f"{url}/messages", headers=ana)).json()["items"]
    assert [one["body"] for one in listed][1:] == list(SAID)
    assert await _words_of(web, "ana", "support", ticket.thread) == list(SAID)
    assert await _words_of(web, "mia", "triage", in_web.id) == list(SAID)
    # In the agents' thread the mention itself stands too: what was typed is not taken away.
    assert await _words_of(slack, "mia", "triage", ticket.card.id) == [*SAID[:4], SAID[4], SAID[4]]
