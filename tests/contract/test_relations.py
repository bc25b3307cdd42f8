"""Merging, escalating, snoozing and mentions: each verb by each way in, on every door."""

from datetime import timedelta

import httpx
import pytest

from core.people.teams import TeamDraft, save_team
from tests.contract.drivers.base import Driver, Post, card, heard, told
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import Opened, open_ticket

WAYS = ("typed", "mentioned", "form", "pressed", "rest")


async def in_thread(door: Driver, ticket: Opened) -> str:
    """The staff's thread under the ticket's card."""
    return (await card(door, "sam", ticket.ref)).id


async def rest(door: Driver, who: str, path: str, **body: object) -> httpx.Response:
    """Ask REST with that person's key."""
    headers = await door.world.key(who)
    return await door.world.client().post(f"/api/v1/tickets/{path}", headers=headers, json=body)


async def act(door: Driver, way: str, ticket: Opened, verb: str, says: str, **form: str) -> None:
    """Carry out a verb of Sam's: typed, said in the thread, or by the card's menu and a form."""
    if way == "typed":
        await door.slash("sam", f"{verb} {ticket.ref} {says}")
    elif way == "mentioned":
        thread = await in_thread(door, ticket)
        await door.mention("sam", f"{verb} {says}", thread=thread)
    else:
        label = {"escalate": "Escalate…", "snooze": "Snooze…", "merge": "Merge into…"}[verb]
        asked = (
            await door.slash("sam", f"{verb} {ticket.ref}")
            if way == "form"
            else await door.press("sam", await card(door, "sam", ticket.ref), label)
        )
        assert asked is not None
        assert await door.fill("sam", asked, **form) is None


@pytest.mark.parametrize("way", WAYS)
async def test_escalating(door: Driver, way: str) -> None:
    ticket = await open_ticket(door)
    if way == "rest":
        answer = await rest(
            door, "sam", f"{ticket.number}/escalate", reason="It burns", priority="critical"
        )
        assert answer.json()["priority"] == "critical"
    else:
        says = 'reason:"It burns" priority:critical'
        form = {"reason": "It burns", "how": "priority", "priority": "critical"}
        await act(door, way, ticket, "escalate", says, **form)
    await card(door, "sam", ticket.ref, "Escalated", "Critical")
    thread = await in_thread(door, ticket)
    await heard(door, "mia", "triage", thread, "Sam", "raised it to critical", "It burns")
    await heard(door, "ana", "support", ticket.thread, "A specialist is now looking at this")
    await door.world.settled()
    said = [post.text for post in await door.thread("ana", "support", ticket.thread)]
    assert not [text for text in said if "burns" in text or "critical" in text.casefold()]
    await door.slash("sam", "list escalated")
    await told(door, "sam", "Escalated tickets", ticket.ref, "1 ticket")


async def test_escalating_without_a_reason_is_refused_in_words(door: Driver) -> None:
    ticket = await open_ticket(door)
    if not isinstance(door, WebDriver):  # where a mention can open a form, it asks for it
        await door.mention("sam", f"escalate {ticket.ref} priority:high")
        await told(door, "sam", "reason", "say why")
    asked = await door.slash("sam", f"escalate {ticket.ref}")
    assert asked is not None
    again = await door.fill("sam", asked, reason=" ", how="priority")
    assert again is None or "reason" in again.errors
    answer = await rest(door, "sam", f"{ticket.number}/escalate", priority="high")
    assert (answer.status_code, "reason" in answer.text) == (422, True)
    assert (await door.world.office.see(ticket.number)).escalated_at is None


async def test_the_escalation_queue_by_the_form(door: Driver) -> None:
    office = door.world.office
    await office.do(save_team, office.desk, TeamDraft(name="Level two", is_escalation=True))
    ticket = await open_ticket(door)
    asked = await door.press("sam", await card(door, "sam", ticket.ref), "Escalate…")
    assert asked is not None
    await door.fill("sam", asked, reason="Needs the vendor", how="queue")
    await card(door, "sam", ticket.ref, "Team Level two", "Escalated")


async def test_a_customer_asks_for_another_look(door: Driver) -> None:
    ticket = await open_ticket(door)
    await door.slash("sam", f"claim {ticket.ref}")
    await card(door, "sam", ticket.ref, "Owner Sam")
    await door.slash("ana", f"escalate {ticket.ref} nobody answers", room="support")
    await told(door, "ana", "The team has been asked to look at", ticket.ref)
    await told(door, "sam", "Ana asks for another look", ticket.ref)
    await heard(door, "mia", "triage", await in_thread(door, ticket), "Ana", "another look")
    await door.slash("ana", f"escalate {ticket.ref} and again", room="support")
    await told(door, "ana", "escalated already")
    assert (await rest(door, "bob", f"{ticket.number}/escalate", reason="x")).status_code == 404


@pytest.mark.parametrize("way", WAYS)
async def test_snoozing_and_waking(door: Driver, way: str) -> None:
    ticket = await open_ticket(door)
    await door.slash("sam", f"claim {ticket.ref}")
    await card(door, "sam", ticket.ref, "Owner Sam")
    if way == "rest":
        until = (door.world.clock.now() + timedelta(days=2)).isoformat()
        answer = await rest(door, "sam", f"{ticket.number}/snooze", until=until)
        assert answer.json()["snoozed_until"] is not None
    else:
        await act(door, way, ticket, "snooze", "until:tomorrow 9:00", until="tomorrow 9:00")
    await card(door, "sam", ticket.ref, "Snoozed", "targets go on counting")
    await door.slash("sam", "list mine")
    await told(door, "sam", "My tickets", "0 tickets")
    await door.slash("sam", "list snoozed")
    await told(door, "sam", "Snoozed tickets", ticket.ref, "1 ticket")
    if way == "rest":
        assert (await rest(door, "sam", f"{ticket.number}/wake")).json()["snoozed_until"] is None
    else:
        await door.press("sam", await card(door, "sam", ticket.ref, "Snoozed"), "Wake now")
    await _card_without(door, ticket.ref, "Snoozed")


async def _card_without(door: Driver, ref: str, word: str) -> Post:
    async def gone() -> Post | None:
        shown = await card(door, "sam", ref)
        return shown if word not in shown.text else None

    return await door.world.until(gone, f"{ref} without {word}")


async def test_what_the_customer_writes_wakes_it_and_the_owner_is_told(door: Driver) -> None:
    ticket = await open_ticket(door)
    await door.slash("sam", f"claim {ticket.ref}")
    await card(door, "sam", ticket.ref, "Owner Sam")
    await door.slash("sam", f"snooze {ticket.ref} 3h")
    await card(door, "sam", ticket.ref, "Snoozed")
    await door.say("ana", "It hums again", "support", ticket.thread)
    await told(door, "sam", f"{ticket.ref} is back from its snooze", "Ana wrote")
    await _card_without(door, ticket.ref, "Snoozed")


async def test_a_time_that_is_none_is_refused(door: Driver) -> None:
    ticket = await open_ticket(door)
    await door.mention("sam", f"snooze {ticket.ref} until:banana")
    await told(door, "sam", "until", "is not a time")
    answer = await rest(door, "sam", f"{ticket.number}/snooze", until="2001-01-01T00:00:00Z")
    assert answer.status_code == 422


async def two_tickets(door: Driver, second: str = "ana") -> tuple[Opened, Opened]:
    """Two tickets about the same."""
    one = await open_ticket(door, "The blue printer hums")
    return one, await open_ticket(door, "The azure printer sings", second)


@pytest.mark.parametrize("way", WAYS)
async def test_merging_and_undoing(door: Driver, way: str) -> None:
    one, two = await two_tickets(door)
    if way == "rest":
        answer = await rest(door, "sam", f"{two.number}/merge", into=one.number)
        assert (answer.json()["number"], answer.json()["merged"]) == (one.number, [two.ref])
    else:
        await act(door, way, two, "merge", f"into:{one.ref}", into=one.ref)
        await told(door, "sam", two.ref, "goes on in", one.ref)
    await card(door, "sam", two.ref, "Merged", f"This goes on in {one.ref}")
    await card(door, "sam", one.ref, "The blue printer hums", f"With {two.ref}")
    await heard(door, "ana", "support", two.thread, "goes on as", one.ref)
    await heard(door, "ana", "support", one.thread, "put together with this", one.ref)
    headers = await door.world.key("sam")
    shown = await door.world.client().get(f"/api/v1/tickets/{two.number}", headers=headers)
    assert shown.json()["number"] == one.number
    if way == "rest":
        answer = await rest(door, "sam", f"{two.number}/unmerge")
        assert answer.json()["number"] == two.number
    else:
        merged = await card(door, "sam", two.ref, "Merged")
        await door.press("sam", merged, "Undo merge")
        await told(door, "sam", two.ref, "goes on by itself again")
    await card(door, "sam", two.ref, "The azure printer sings", "Customer Ana")
    await heard(door, "ana", "support", two.thread, "by itself again", two.ref)


async def test_places_of_both_are_served_and_customers_kept_apart(door: Driver) -> None:
    one, two = await two_tickets(door, "bob")
    await door.slash("sam", f"merge {two.ref} into:{one.ref}")
    await told(door, "sam", two.ref, "goes on in", "two customers")
    await door.world.settled()
    await door.say("bob", "canary of bob", "support", two.thread)
    await door.say("ana", "canary of ana", "support", one.thread)
    threads = [await in_thread(door, ticket) for ticket in (one, two)]
    for thread in threads:
        await heard(door, "sam", "triage", thread, "canary of bob")
        await heard(door, "sam", "triage", thread, "canary of ana")
    await door.mention("mia", "reply We are on it", thread=threads[1])
    for who, ticket in (("ana", one), ("bob", two)):
        await heard(door, who, "support", ticket.thread, "We are on it")
    await door.world.settled()
    for who, ticket, other in (("ana", one, "bob"), ("bob", two, "ana")):
        posts = await door.thread(who, "support", ticket.thread)
        said = " ".join(post.text for post in posts).casefold()
        assert f"canary of {other}" not in said
        assert said.count("we are on it") == 1
        await door.slash(who, f"show {one.ref}", room="support")
        shown = await told(door, who, "printer", ticket.ref)
        assert f"the {'azure' if who == 'ana' else 'blue'} printer" not in shown.text.casefold()
    await door.slash("mia", f"resolve {two.ref} Fixed", room="triage")
    for who, ticket in (("ana", one), ("bob", two)):
        await heard(door, who, "support", ticket.thread, "Fixed")
        await heard(door, who, "support", ticket.thread, "marked this as solved")


async def test_merging_a_linked_ticket_by_its_button(door: Driver) -> None:
    one, two = await two_tickets(door)
    await door.slash("sam", f"set {one.ref} related:{two.ref}")
    await told(door, "sam", one.ref, two.ref, "are linked")
    await door.slash("sam", f"show {one.ref}")
    shown = await told(door, "sam", one.ref, "The azure printer sings", "related", "New")
    await door.press("sam", shown, "Merge")
    await told(door, "sam", two.ref, "goes on in", one.ref)
    links = await door.world.client().get(
        f"/api/v1/tickets/{one.number}/links", headers=await door.world.key("sam")
    )
    assert links.status_code == 200


async def test_merging_into_nothing_is_refused(door: Driver) -> None:
    ticket = await open_ticket(door)
    await door.mention("sam", f"merge {ticket.ref} into:{ticket.ref}")
    await told(door, "sam", "into itself")
    answer = await rest(door, "sam", f"{ticket.number}/merge", into=ticket.number)
    assert answer.status_code == 422
    assert (await rest(door, "ana", f"{ticket.number}/merge", into=1)).status_code == 403
