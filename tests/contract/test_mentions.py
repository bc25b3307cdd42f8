"""CNV-07: mentions in notes by each way in, on every door; followers."""

import pytest

from tests.contract.drivers.base import Driver, Post, card, heard, told
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import open_ticket
from tests.contract.test_relations import in_thread, rest


async def known(door: Driver, *people: str) -> None:
    """They have spoken here last, so this is where they are reached."""
    for who in people:
        await door.slash(who, "help")
        await told(door, who, "What you can say")


@pytest.mark.parametrize("way", ["typed", "thread", "form", "rest"])
async def test_a_mention_sends_one_message_with_a_link(door: Driver, way: str) -> None:
    ticket = await open_ticket(door)
    await known(door, "mia")
    said = "@Mia knows this printer, and @Ana too"
    if door.slug == "teams" and way in {"typed", "thread"}:
        pytest.skip("Teams makes a mention of it, and tells her itself")
    if way == "typed":
        await door.slash("sam", f"note {ticket.ref} {said}")
    elif way == "thread":
        await door.say("sam", said, "triage", await in_thread(door, ticket))
    elif way == "form":
        asked = await door.slash("sam", f"note {ticket.ref}")
        assert asked is not None
        await door.fill("sam", asked, text=said)
    else:
        answer = await rest(door, "sam", f"{ticket.number}/notes", text=said)
        assert "Ana is a customer" in "".join(answer.json()["not_told"])
    await told(door, "mia", "Sam mentioned you", ticket.ref, "knows this printer")
    if way != "rest":
        await told(door, "sam", "Ana is a customer and was not told")
    await door.world.settled()
    told_mia = [p for p in await door.private("mia") if "mentioned you" in p.text]
    assert len(told_mia) == 1
    assert f"/chat/tickets/{ticket.number}" in await _source(door, "mia", told_mia[0])
    seen = [post.text for post in await door.private("ana")]
    assert not [text for text in seen if "knows this printer" in text]
    await door.say("ana", "Are you there?", "support", ticket.thread)
    await told(door, "mia", "Ana wrote on", ticket.ref, "Are you there?")


async def _source(door: Driver, who: str, post: Post) -> str:
    """What the platform was given, addresses included."""
    if isinstance(door, WebDriver):
        return (await (await door.browser(who)).get("/chat/direct")).text
    return repr(post.raw)


async def test_following_by_the_menu(door: Driver) -> None:
    ticket = await open_ticket(door)
    await known(door, "mia")
    await door.press("mia", await card(door, "mia", ticket.ref), "Follow")
    await told(door, "mia", "You follow", ticket.ref)
    await door.slash("sam", f"resolve {ticket.ref} Solved it")
    await told(door, "mia", "Sam resolved", ticket.ref)
    await door.slash("mia", f"show {ticket.ref}")
    await door.world.settled()
    shown = await told(door, "mia", ticket.ref, "The blue printer hums", "Resolved")
    assert "Follow" not in shown.acts
    await door.press("mia", shown, "Unfollow")
    await told(door, "mia", "You no longer follow", ticket.ref)


async def test_a_mention_that_an_edit_adds_is_told_once(door: Driver) -> None:
    ticket = await open_ticket(door)
    await known(door, "mia")
    thread = await in_thread(door, ticket)
    written = await door.say("sam", "Somebody knows this printer", "triage", thread)
    await heard(door, "kim", "triage", ticket.card.id, "Somebody knows this printer")
    await door.edit("sam", written, "@Mia knows this printer, not @Zed", "triage")
    await told(door, "mia", "Sam mentioned you", ticket.ref, "knows this printer")
    await told(door, "sam", "I don't know @Zed")
    await door.edit("sam", written, "@Mia knows this printer well", "triage")
    await door.world.settled()
    told_mia = [p for p in await door.private("mia") if "mentioned you" in p.text]
    assert len(told_mia) == 1
