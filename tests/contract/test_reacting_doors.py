"""Reacting where no chat shows it by itself: in the web chat by a press, and by REST."""

from urllib.parse import quote

import httpx
import pytest

from tests.contract.drivers.base import Driver, card, heard
from tests.contract.drivers.discord import DiscordDriver
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.teams import TeamsDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import open_ticket
from tests.contract.world import World

THERE = "SELECT emoji FROM message_reactions ORDER BY id"


async def gone(door: Driver, who: str, thread: str, words: str) -> None:
    """Wait until nobody's reaction is told there any more."""

    async def away() -> bool:
        return not any(words in post.text for post in await door.thread(who, "support", thread))

    await door.world.until(away, f"{words} is gone")


async def ask(
    world: World, who: str, method: str, id: object, emoji: str | None = None
) -> httpx.Response:
    """Ask REST about the reactions to a message."""
    path = f"/api/v1/messages/{id}/reactions" + (f"/{quote(emoji, safe='')}" if emoji else "")
    async with world.client() as client:
        return await client.request(method, path, headers=await world.key(who))


async def message(world: World, words: str) -> object:
    """The id of the message with these words."""
    [(found,)] = await world.office.sql("SELECT id FROM messages WHERE body = :words", words=words)
    return found


@pytest.mark.parametrize("home", ["slack", "discord", "teams", "web"])
async def test_a_press_in_the_web_chat_reaches_the_customer_and_is_taken_back(
    world: World, discord: DiscordDriver, teams: TeamsDriver, home: str
) -> None:
    web = WebDriver(world)
    doors: dict[str, Driver] = {
        "slack": SlackDriver(world),
        "discord": discord,
        "teams": teams,
        "web": web,
    }
    hers = doors[home]
    ticket = await open_ticket(hers)
    root = (await card(web, "mia", ticket.ref)).id
    await hers.say("ana", "It still hums", "support", ticket.thread)
    seen = await heard(web, "mia", "triage", root, "It still hums")
    for _ in range(2):
        await web.react("mia", seen.id, "+1", "triage")
    await heard(hers, "ana", "support", ticket.thread, "👍 Mia", "It still hums")
    await heard(web, "sam", "triage", root, "👍 Mia", "It still hums")
    assert await world.office.sql(THERE) == [("👍",)]
    for _ in range(2):
        await web.react("mia", seen.id, "+1", "triage", off=True)
    await gone(hers, "ana", ticket.thread, "👍")
    assert await world.office.sql(THERE) == []


async def test_a_customer_s_press_shows_to_staff_and_is_the_customer_s_own(
    world: World, slack: SlackDriver
) -> None:
    web = WebDriver(world)
    ticket = await open_ticket(web)
    there = await card(slack, "sam", ticket.ref)
    await slack.slash("sam", f"reply {ticket.ref} We bring oil")
    reply = await heard(web, "ana", "support", ticket.thread, "We bring oil")
    await web.react("ana", reply.id, "tada", "support")
    await heard(slack, "kim", "triage", there.id, "We bring oil", "🎉 Ana")
    page = (await (await web.browser("ana")).get(f"/chat/support/{ticket.thread}")).text
    assert 'name="off" value="🎉" aria-pressed="true"' in page
    await web.react("bob", reply.id, "+1", "support")
    assert await world.office.sql(THERE) == [("🎉",)]


async def test_a_note_s_reaction_stays_with_staff_and_what_is_no_message_takes_none(
    world: World, web: WebDriver
) -> None:
    ticket = await open_ticket(web)
    note = await web.say("sam", "she never pays", "triage", ticket.card.id)
    await heard(web, "mia", "triage", ticket.card.id, "she never pays")
    await world.settled()
    before = await web.thread("ana", "support", ticket.thread)
    await web.react("mia", note, "+1", "triage")
    await heard(web, "sam", "triage", ticket.card.id, "she never pays", "👍 Mia")
    await web.react("mia", ticket.card.id, "tada", "triage")
    await web.react("ana", note, "tada", "support")
    assert await world.office.sql(THERE) == [("👍",)]
    assert [p.text for p in await web.thread("ana", "support", ticket.thread)] == [
        p.text for p in before
    ]


async def test_rest_reacts_once_shows_it_everywhere_and_takes_it_back(
    world: World, slack: SlackDriver
) -> None:
    ticket = await open_ticket(slack)
    await slack.say("ana", "It still hums", "support", ticket.thread)
    await heard(slack, "sam", "triage", ticket.card.id, "It still hums")
    said = await message(world, "It still hums")
    for _ in range(2):
        assert (await ask(world, "sam", "PUT", said, "❤️")).status_code == 204
    await heard(slack, "ana", "support", ticket.thread, "❤️ Sam on “It still hums”")
    shown = (await ask(world, "sam", "GET", said)).json()["items"]
    assert shown == [{"emoji": "❤️", "people": ["Sam"], "own": True}]
    assert (await ask(world, "ana", "GET", said)).json()["items"] == [{**shown[0], "own": False}]
    assert (await ask(world, "mia", "DELETE", said, "❤️")).status_code == 204
    assert await world.office.sql(THERE) == [("❤️",)]
    for _ in range(2):
        assert (await ask(world, "sam", "DELETE", said, "❤️")).status_code == 204
    await gone(slack, "ana", ticket.thread, "❤️")
    rows = await world.office.sql("SELECT type FROM events WHERE type LIKE 'Message%acted'")
    assert sorted(kind for (kind,) in rows) == ["MessageReacted", "MessageUnreacted"]


async def test_rest_knows_no_message_that_one_may_not_read(
    world: World, slack: SlackDriver
) -> None:
    ticket = await open_ticket(slack)
    await slack.say("sam", "she never pays", "triage", ticket.card.id)
    await slack.slash("sam", f"reply {ticket.ref} We bring oil")
    await heard(slack, "ana", "support", ticket.thread, "We bring oil")
    note, reply = await message(world, "she never pays"), await message(world, "We bring oil")
    nothing = "0195a3c2-7b1e-7d40-9a51-3f2b8c6d4e10"
    for who, id in (("ana", note), ("bob", reply), ("bob", note), ("sam", nothing)):
        for method, emoji in (("PUT", "👍"), ("DELETE", "👍"), ("GET", None)):
            answer = await ask(world, who, method, id, emoji)
            told = (answer.status_code, answer.json()["code"], answer.json()["detail"])
            assert told == (404, "not_found", "I can't find that message.")
    refused = await ask(world, "ana", "PUT", reply, "two words")
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_input")
    assert await world.office.sql(THERE) == []
