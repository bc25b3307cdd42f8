"""CHT-07: a bare number with a colon in the thread of another ticket is asked about: nobody's
words go to the wrong customer."""

import pytest

from tests.contract.drivers.base import Driver, Post, heard, told
from tests.contract.drivers.sharing import share
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import Opened, open_ticket
from tests.contract.world import World


async def _two(door: Driver) -> tuple[Opened, Opened, int]:
    """Bob's ticket, Ana's, and the bare number of hers."""
    bobs = await open_ticket(door, "My lamp is dark", "bob")
    anas = await open_ticket(door, "The printer hums", "ana")
    return bobs, anas, int(anas.ref.partition("-")[2])


async def _said(world: World) -> list[tuple[str, str]]:
    rows = await world.office.sql(
        "SELECT 'TIK-' || t.number, m.body FROM messages m JOIN tickets t ON t.id = m.ticket_id"
        " WHERE m.author_id = (SELECT id FROM people WHERE name = 'Sam') ORDER BY m.id"
    )
    return [(ref, body) for ref, body in rows]


async def _asked(door: Driver, opened: Opened, *words: str) -> Post:
    return await told(door, "sam", "Which ticket?", opened.ref, "your text is kept", *words)


async def test_the_words_go_to_the_ticket_that_was_meant(door: Driver, world: World) -> None:
    bobs, anas, number = await _two(door)
    await door.mention("sam", f"reply {number}: It is the fan", thread=bobs.card.id)
    asked = await _asked(door, anas, bobs.ref, "The printer hums", "It is the fan")
    await world.settled()
    assert await _said(world) == []
    await door.press("sam", asked, f"To {anas.ref}")
    await heard(door, "ana", "support", anas.thread, "It is the fan")
    assert await _said(world) == [(anas.ref, "It is the fan")]


async def test_or_to_the_ticket_of_the_thread_with_the_number(door: Driver, world: World) -> None:
    bobs, anas, number = await _two(door)
    text = f"{number}: that is how often it went on"
    await door.mention("sam", f"reply {text}", thread=bobs.card.id)
    await door.press("sam", await _asked(door, anas), f"To {bobs.ref}, as it stands")
    await heard(door, "bob", "support", bobs.thread, text)
    assert await _said(world) == [(bobs.ref, text)]


async def test_other_verbs_ask_too_and_change_nothing_meanwhile(world: World) -> None:
    web = WebDriver(world)
    bobs, anas, number = await _two(web)
    await web.mention("sam", f"resolve {number}: It was the fan", thread=bobs.card.id)
    asked = await _asked(web, anas)
    await web.press("sam", asked, f"To {anas.ref}")
    await heard(web, "ana", "support", anas.thread, "It was the fan")
    assert await world.office.sql(
        "SELECT t.number FROM tickets t JOIN statuses s ON s.id = t.status_id"
        " WHERE s.base = 'resolved'"
    ) == [(number,)]


@pytest.mark.parametrize("said", ["7: restart it", "12:30 suits you", "{here}: it is yours"])
async def test_what_names_no_other_ticket_is_said_in_the_thread(world: World, said: str) -> None:
    web = WebDriver(world)
    bobs, _, _ = await _two(web)
    text = said.format(here=bobs.ref.partition("-")[2])
    await web.mention("sam", f"reply {text}", thread=bobs.card.id)
    await heard(web, "bob", "support", bobs.thread, text)
    assert not any("Which ticket?" in post.text for post in await web.private("sam"))


async def test_files_go_where_the_words_go(world: World) -> None:
    door = SlackDriver(world)
    bobs, anas, number = await _two(door)
    text = f"<@{world.slack.bot_user}> reply {number}: Read this"
    await share(door, "sam", text, "guide.txt", b"12:00\n", "triage", bobs.card.id)
    await door.press("sam", await _asked(door, anas), f"To {anas.ref}")
    await heard(door, "ana", "support", anas.thread, "Read this")
    await world.settled()
    assert await world.office.sql(
        "SELECT t.number, a.name FROM attachments a JOIN tickets t ON t.id = a.ticket_id"
    ) == [(number, "guide.txt")]
