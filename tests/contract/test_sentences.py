"""What customers say to the bot in words of their own is a message, whatever verb of staff it
begins with; only their own verbs, said as customers say them, are commands."""

import pytest

from tests.contract.drivers.base import Driver, card, heard, told
from tests.contract.journeys import open_ticket

SENTENCES = (
    "status please",
    "close it now",
    "reply to me soon",
    "claim the money back for me",
    "note that it smokes as well",
    "resolve this at last",
    "show me how",
    "list of what is broken: the lamp",
    "help me with the lamp",
    "link missing in your mail",
    "search",
    "support is what I need",
    "desk and chair are broken",
)
REFUSALS = ("Not done", "I don't know", "Only ", "may not", "Which ticket")


async def refused(door: Driver, who: str) -> list[str]:
    """What was said to them of not having been done."""
    await door.world.settled()
    private = [post.text for post in await door.private(who)]
    return [text for text in private if any(words in text for words in REFUSALS)]


@pytest.mark.every_door
async def test_a_staff_verb_begins_a_customer_s_sentence(door: Driver) -> None:
    ticket = await open_ticket(door)
    for words in SENTENCES:
        await door.mention("ana", words, "support", ticket.thread)
        await heard(door, "sam", "triage", ticket.card.id, words, "Ana")
    assert await refused(door, "ana") == []
    said = await door.world.office.sql("SELECT body FROM messages WHERE audience = 'public'")
    assert sorted(words for (words,) in said if words in SENTENCES) == sorted(SENTENCES)
    shown = await door.world.office.see(ticket.number)
    assert (shown.status, shown.assignee) == ("New", None)


@pytest.mark.every_door
async def test_where_there_is_no_ticket_it_is_a_question_like_any_other(door: Driver) -> None:
    words = "status of my parcel please"
    await door.mention("ana", words, "support")

    async def asked() -> str | None:
        rows = await door.world.office.sql("SELECT question, thread FROM asks")
        return next((thread for said, thread in rows if said == words), None)

    thread = await door.world.until(asked, "the question")
    await heard(door, "ana", "support", thread.rpartition(":")[2], "could not find")
    assert await refused(door, "ana") == []


@pytest.mark.every_door
async def test_a_customer_s_verb_in_its_form_is_a_command(door: Driver) -> None:
    ticket = await open_ticket(door)
    await door.mention("ana", f"reply {ticket.ref} the left one", "support", ticket.thread)
    told_us = await heard(door, "sam", "triage", ticket.card.id, "the left one", "Ana")
    assert "reply" not in told_us.text
    await door.mention("ana", "list mine", "support", ticket.thread)
    await told(door, "ana", "My tickets", ticket.ref)
    await door.mention("ana", "help resolve", "support", ticket.thread)
    await told(door, "ana", "resolve TIK-1042 [rating:5]")
    await door.mention("ana", "resolve", "support", ticket.thread)
    await card(door, "sam", ticket.ref, "Closed")
    await door.mention("ana", "reopen it is back", "support", ticket.thread)
    await heard(door, "sam", "triage", ticket.card.id, "it is back")
    await card(door, "sam", ticket.ref, "Open")


@pytest.mark.every_door
async def test_staff_talk_in_verbs_as_before(door: Driver) -> None:
    ticket = await open_ticket(door)
    await door.mention("sam", "status pending", thread=ticket.card.id)
    await card(door, "sam", ticket.ref, "Pending")
    await door.mention("sam", "close it now", thread=ticket.card.id)
    await told(door, "sam", "I don't know close")
