"""CNV-12: splitting and handing on, by each way in, on every door; who hears what then."""

import re

import httpx
import pytest

from tests.contract.chats.teams import account
from tests.contract.drivers.base import Driver, Post, card, heard, told
from tests.contract.drivers.discord import DiscordDriver
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.teams import TeamsDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import Opened, open_ticket
from tests.contract.test_relations import in_thread, rest
from tests.contract.wiring import TRIAGE

WAYS = ("typed", "mentioned", "form", "pressed", "rest")
SECOND = "And the lamp flickers"


async def message_id(door: Driver, ticket: Opened, text: str) -> str:
    """The message that says this."""
    path = f"/api/v1/tickets/{ticket.number}/messages"
    answer = await door.world.client().get(path, headers=await door.world.key("sam"))
    return next(m["id"] for m in answer.json()["items"] if m["body"] == text)


async def two_things(door: Driver) -> Opened:
    """A ticket in which the customer asks a second thing."""
    ticket = await open_ticket(door)
    await door.say("ana", SECOND, "support", ticket.thread)
    await heard(door, "sam", "triage", await in_thread(door, ticket), SECOND)
    await door.world.settled()
    return ticket


async def part(door: Driver, way: str, ticket: Opened, label: str, says: str, **form: str) -> None:
    """Say it typed, in the thread, or by the card's menu and its form."""
    if way == "typed":
        await door.slash("sam", f"merge {ticket.ref} {says}")
    elif way == "mentioned":
        await door.mention("sam", f"merge {says}", thread=await in_thread(door, ticket))
    else:
        asks = f"merge {ticket.ref} {says.split(':')[0]}:ask"
        asked = (
            await door.slash("sam", asks)
            if way == "form"
            else await door.press("sam", await card(door, "sam", ticket.ref), label)
        )
        assert asked is not None
        assert await door.fill("sam", asked, **form) is None


async def said_in(door: Driver, who: str, thread: str) -> str:
    """All that stands in a customer's thread."""
    await door.world.settled()
    return " ".join(post.text for post in await door.thread(who, "support", thread))


@pytest.mark.parametrize("way", WAYS)
async def test_splitting_and_undoing(door: Driver, way: str) -> None:
    ticket = await two_things(door)
    first = await message_id(door, ticket, SECOND)
    if way == "rest":
        answer = await rest(door, "sam", f"{ticket.number}/split", first=first)
        assert (answer.status_code, answer.json()["subject"]) == (201, SECOND)
        ref = answer.json()["ref"]
    else:
        await part(door, way, ticket, "Split…", f"split:{first}", split=first)
        answered = await told(door, "sam", ticket.ref, "from there on is")
        _, ref = re.findall(r"TIK-\d+", answered.text)
    fresh = await card(door, "sam", ref, SECOND, f"Split from {ticket.ref}")
    await heard(door, "sam", "triage", fresh.id, "split this off", ticket.ref)
    await heard(door, "sam", "triage", fresh.id, SECOND)
    await heard(door, "ana", "support", ticket.thread, "A part of this goes on as", ref)
    line = await heard(door, "sam", "triage", await in_thread(door, ticket), "split a part", ref)
    await door.say("ana", "still the printer", "support", ticket.thread)
    await heard(door, "sam", "triage", await in_thread(door, ticket), "still the printer")
    if way == "rest":
        answer = await rest(door, "sam", f"{ref.removeprefix('TIK-')}/unsplit")
        assert answer.json()["ref"] == ticket.ref
    else:
        await door.press("sam", line, "Undo split")
        await told(door, "sam", ref, "stands on", ticket.ref)
    await card(door, "sam", ref, "Merged", f"This goes on in {ticket.ref}")
    headers = await door.world.key("ana")
    path = f"/api/v1/tickets/{ticket.number}/messages"
    items = (await door.world.client().get(path, headers=headers)).json()["items"]
    assert [m["body"] for m in items] == ["The blue printer hums", SECOND, "still the printer"]


async def test_splitting_from_a_message_s_own_menu(door: Driver) -> None:
    if isinstance(door, WebDriver):
        pytest.skip("only a platform with menus of messages has it")
    ticket = await two_things(door)
    thread = await in_thread(door, ticket)
    shown = await heard(door, "sam", "triage", thread, SECOND)
    if isinstance(door, TeamsDriver):
        pressed = await door.fake.ask.on_message(account("sam"), shown.raw, "split_here")
        assert pressed.error is None
    elif isinstance(door, DiscordDriver):
        await door.fake.ask.menu(door.user("sam"), shown.raw, "Split from here")
    else:
        await door.world.slack.ask.message_shortcut("U0SAM", TRIAGE, shown.id, "split_here")
    await told(door, "sam", ticket.ref, "from there on is")


@pytest.mark.parametrize("way", WAYS)
async def test_handing_on_and_undoing(door: Driver, way: str) -> None:
    ticket = await two_things(door)
    await door.mention("sam", "reply canary for ana", thread=await in_thread(door, ticket))
    await heard(door, "ana", "support", ticket.thread, "canary for ana")
    await door.world.settled()  # the card that is pressed shows that there is a reply
    wanted = {"customer": "bob@example.org", "subject": "A printer"}
    if way == "rest":
        answer = await rest(door, "sam", f"{ticket.number}/move", **wanted)
        assert answer.json()["subject"] == "A printer"
    else:
        says = 'customer:bob@example.org subject:"A printer"'
        await part(door, way, ticket, "Other customer…", says, **wanted)
        await told(door, "sam", ticket.ref, "is Bob's now")
    await card(door, "sam", ticket.ref, "A printer", "Customer Bob")
    await heard(door, "ana", "support", ticket.thread, "no longer a ticket of yours")
    await door.world.settled()
    await door.mention("sam", "reply canary for bob", thread=await in_thread(door, ticket))
    bobs = await rest_messages(door, "bob", ticket)
    assert bobs == ["canary for bob"]
    assert "canary for bob" not in await said_in(door, "ana", ticket.thread)
    assert "A printer" not in await said_in(door, "ana", ticket.thread)
    assert (await read(door, "ana", ticket)).status_code == 404
    if way == "rest":
        await rest(door, "sam", f"{ticket.number}/unmove")
    else:
        await door.slash("sam", f"merge {ticket.ref} customer:none")
        await told(door, "sam", ticket.ref, "is Ana's again")
    await heard(door, "ana", "support", ticket.thread, "your ticket again")
    await door.mention("sam", "reply for ana again", thread=await in_thread(door, ticket))
    await heard(door, "ana", "support", ticket.thread, "for ana again")
    assert "canary for bob" not in await said_in(door, "ana", ticket.thread)
    assert (await read(door, "bob", ticket)).status_code == 404


async def read(door: Driver, who: str, ticket: Opened) -> httpx.Response:
    """The ticket by that person's key."""
    headers = await door.world.key(who)
    return await door.world.client().get(f"/api/v1/tickets/{ticket.number}", headers=headers)


async def rest_messages(door: Driver, who: str, ticket: Opened) -> list[str]:
    """What that person reads of it, once there is something."""
    headers = await door.world.key(who)
    path = f"/api/v1/tickets/{ticket.number}/messages"

    async def some() -> list[str] | None:
        answer = await door.world.client().get(path, headers=headers)
        return [m["body"] for m in answer.json().get("items", ())] or None

    return await door.world.until(some, f"{who} reads something")


async def test_in_the_old_thread_the_former_customer_begins_a_ticket_of_their_own(
    door: Driver,
) -> None:
    ticket = await two_things(door)
    await door.slash("sam", f'merge {ticket.ref} customer:bob@example.org subject:"A printer"')
    await heard(door, "ana", "support", ticket.thread, "no longer a ticket of yours")
    await door.say("ana", "my chair squeaks", "support", ticket.thread)

    async def own() -> Post | None:
        posts = await door.room("sam", "triage")
        return next((p for p in posts if "my chair squeaks" in p.text and not p.private), None)

    fresh = await door.world.until(own, "a card of its own")
    assert ticket.ref not in fresh.text
    assert "my chair squeaks" not in (await read(door, "bob", ticket)).text


async def test_a_card_that_waits_is_that_of_the_ticket_whose_thread_it_is_by_then(
    slack: SlackDriver,
) -> None:
    """The card of the ticket that was given away is still owed when the next one begins there."""
    world, ticket = slack.world, await two_things(slack)
    world.slack.trouble("status", "chat.update", status=500)
    await slack.slash("sam", f'merge {ticket.ref} customer:bob@example.org subject:"A printer"')
    await heard(slack, "ana", "support", ticket.thread, "no longer a ticket of yours")
    await slack.say("ana", "my chair squeaks", "support", ticket.thread)
    shown = await heard(slack, "ana", "support", ticket.thread, "my chair squeaks", "TIK-")
    assert ticket.ref not in shown.text
    world.slack.heal()
    await world.settled()
    assert "A printer" not in await said_in(slack, "ana", ticket.thread)


async def test_without_a_subject_nothing_is_handed_on(door: Driver) -> None:
    ticket = await two_things(door)
    answer = await rest(
        door, "sam", f"{ticket.number}/move", customer="bob@example.org", subject=" "
    )
    assert (answer.status_code, "subject" in answer.text) == (422, True)
    asked = await door.slash("sam", f"merge {ticket.ref} customer:bob@example.org")
    if asked is None:  # no form opens there by itself
        refused = await told(door, "sam", "Not done", "subject")
        asked = await door.press("sam", refused, "Fill in a form")
    assert asked is not None
    assert asked.values["customer"] == "bob@example.org"
    answer = await rest(door, "ana", f"{ticket.number}/move", customer="x@example.org", subject="x")
    assert answer.status_code == 403


async def test_words_of_staff_in_a_former_customer_s_thread_come_back(slack: Driver) -> None:
    ticket = await open_ticket(slack, "The blue printer hums")
    await slack.slash("sam", f'merge {ticket.ref} customer:bob@example.org subject:"A printer"')
    await heard(slack, "ana", "support", ticket.thread, "no longer a ticket of yours")
    await slack.say("sam", "Your code is 4711", "support", ticket.thread)
    await told(slack, "sam", ticket.ref, "has another customer now", "Your code is 4711")
    await slack.world.settled()
    rows = await slack.world.office.sql("SELECT body FROM messages WHERE body LIKE '%4711%'")
    assert rows == []
