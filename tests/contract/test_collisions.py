"""CNV-09: a reply on an old view is held with the count of new messages, on every door; an
answer that the customer's edit has outdated is flagged."""

import pytest

from tests.contract.drivers.base import Driver, Post, card, heard, told
from tests.contract.journeys import Opened, open_ticket
from tests.contract.test_relations import in_thread, rest

WAYS = ("card", "form", "rest")


async def writes(door: Driver, ticket: Opened, *texts: str) -> None:
    """The customer goes on writing, and staff have it before them."""
    thread = await in_thread(door, ticket)
    for text in texts:
        await door.say("ana", text, "support", ticket.thread)
        await heard(door, "sam", "triage", thread, text)


async def revision(door: Driver, ticket: Opened) -> int:
    """What a view of the ticket shows now."""
    headers = await door.world.key("sam")
    answer = await door.world.client().get(f"/api/v1/tickets/{ticket.number}", headers=headers)
    return int(answer.json()["revision"])


async def at_customer(door: Driver, ticket: Opened) -> str:
    """What stands in the customer's thread once all is settled."""
    await door.world.settled()
    return " ".join(p.text for p in await door.thread("ana", "support", ticket.thread))


@pytest.mark.parametrize("way", ["card", "form"])
async def test_a_form_opened_before_the_customer_wrote_is_held(door: Driver, way: str) -> None:
    ticket = await open_ticket(door)
    form = (
        await door.press("sam", ticket.card, "Reply")
        if way == "card"
        else await door.slash("sam", f"reply {ticket.ref}")
    )
    assert form is not None
    await writes(door, ticket, "it hums louder", "and it smells")
    assert await door.fill("sam", form, text="Is it on?") is None
    held = await told(door, "sam", "2 new messages since, from Ana", "Send anyway?", "Is it on?")
    assert "Is it on?" not in await at_customer(door, ticket)
    await door.press("sam", held, "Send anyway")
    await heard(door, "ana", "support", ticket.thread, "Is it on?")


async def test_over_rest_it_is_a_conflict_with_the_count(door: Driver) -> None:
    ticket = await open_ticket(door)
    seen = await revision(door, ticket)
    await writes(door, ticket, "it hums louder")
    path, said = f"{ticket.number}/reply", {"text": "Is it on?", "seen": seen}
    answer = await rest(door, "sam", path, **said)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "ticket.stale")
    assert (problem["new_messages"], problem["revision"]) == (1, await revision(door, ticket))
    assert "1 new message since, from Ana" in problem["detail"]
    assert "Is it on?" not in await at_customer(door, ticket)
    assert (await rest(door, "sam", path, **said, anyway=True)).status_code == 201
    await heard(door, "ana", "support", ticket.thread, "Is it on?")


async def test_what_a_colleague_did_is_no_new_message(door: Driver) -> None:
    ticket = await open_ticket(door)
    seen = await revision(door, ticket)
    await rest(door, "mia", f"{ticket.number}/claim")
    await writes(door, ticket, "it hums louder")
    answer = await rest(door, "sam", f"{ticket.number}/reply", text="Is it on?", seen=seen)
    assert answer.json()["new_messages"] == 1
    assert "Mia claimed this" in answer.json()["detail"]
    now = await revision(door, ticket)
    assert (await rest(door, "sam", f"{ticket.number}/reply", text="x", seen=now)).is_success


async def test_an_answer_that_was_edited_away_is_flagged_once(door: Driver) -> None:
    ticket = await open_ticket(door)
    thread = await in_thread(door, ticket)
    told_us = await door.say("ana", "it hums", "support", ticket.thread)
    await heard(door, "sam", "triage", thread, "it hums")
    await door.edit("ana", told_us, "it hums a little", "support")
    await heard(door, "sam", "triage", thread, "it hums a little")
    assert not await flags(door, thread)  # nobody had answered yet
    await door.mention("sam", "reply turn it off", thread=thread)
    await heard(door, "ana", "support", ticket.thread, "turn it off")
    for text in ("it burns", "it burns a lot"):
        await door.edit("ana", told_us, text, "support")
        await heard(door, "sam", "triage", thread, text)
    await card(door, "sam", ticket.ref, "Edited after you answered")
    assert len(await flags(door, thread)) == 1
    assert "after you answered" not in await at_customer(door, ticket)
    headers = await door.world.key("sam")
    path = f"/api/v1/tickets/{ticket.number}/messages"
    items = (await door.world.client().get(path, headers=headers)).json()["items"]
    assert [m["body"] for m in items if m["edited_after_answer"]] == ["it burns a lot"]
    await door.mention("sam", "reply call the fire brigade", thread=thread)

    async def gone() -> Post | None:
        shown = await card(door, "sam", ticket.ref)
        return shown if "Edited after" not in shown.text else None

    await door.world.until(gone, "the flag is gone once staff have answered")


async def flags(door: Driver, thread: str) -> list[str]:
    """The lines that say so in the staff's thread."""
    await door.world.settled()
    posts = await door.thread("sam", "triage", thread)
    return [post.text for post in posts if "after you answered" in post.text]
