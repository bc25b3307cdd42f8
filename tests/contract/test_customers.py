"""A customer from the first question to the end, on each platform."""

import pytest

from bot.receiving.going_on import is_one_conversation
from tests.contract.drivers.base import Driver, card, heard, told
from tests.contract.journeys import open_ticket, to_ref


@pytest.mark.every_door
async def test_asks_opens_follows_answers_solves_and_reopens(door: Driver) -> None:
    ticket = await open_ticket(door)
    own = await heard(door, "ana", "support", ticket.thread, ticket.ref, "Expect an answer by")

    await door.press("sam", ticket.card, "Claim")
    await heard(door, "ana", "support", ticket.thread, "Sam is looking at this")
    same = await heard(door, "ana", "support", ticket.thread, ticket.ref, "Handled by Sam")
    assert same.id == own.id, "the customer's card repaints where it stands"

    await door.say("ana", "it smokes now", "support", ticket.thread)
    await heard(door, "sam", "triage", ticket.card.id, "it smokes now", "Ana")

    await door.press("ana", same, "Solved")
    await card(door, "sam", ticket.ref, "Closed")
    ended = await heard(door, "ana", "support", ticket.thread, ticket.ref, "marked as solved")
    # Where others read along there is help as well; of the ticket only this is left to do.
    assert [act for act in ended.acts if act != "Help"] == ["Reopen"]

    await door.press("ana", ended, "Reopen")
    await card(door, "sam", ticket.ref, "Open")
    await heard(door, "sam", "triage", ticket.card.id, "Ana reopened this")


async def test_what_was_asked_before_comes_along(door: Driver) -> None:
    thread = await door.say("ana", "The screen is purple", "support")
    first = await heard(door, "ana", "support", thread, "could not find")
    await door.say("ana", "and it blinks", "support", thread)
    await door.world.settled()
    await door.press("ana", first, "Open a ticket")
    shown = await card(door, "sam", "TIK-", "The screen is purple")
    assert "and it blinks" in shown.text


async def test_words_after_the_end_open_it_again(door: Driver) -> None:
    ticket = await open_ticket(door)
    await door.slash("sam", f"resolve {ticket.ref} try a new cable")
    await heard(door, "ana", "support", ticket.thread, "try a new cable")
    await card(door, "sam", ticket.ref, "Resolved")
    await door.say("ana", "no, it still hums", "support", ticket.thread)
    await card(door, "sam", ticket.ref, "Open", "no, it still hums")


async def test_customers_words_by_command(door: Driver) -> None:
    ticket = await open_ticket(door)
    await door.slash("ana", "list", room="support")
    await told(door, "ana", "My tickets", ticket.ref)
    await door.slash("ana", f"reply {ticket.ref} the left one", room="support")
    await heard(door, "sam", "triage", ticket.card.id, "the left one", "Ana")
    await door.slash("ana", f"resolve {ticket.ref} a drop of oil did it", room="support")
    await card(door, "sam", ticket.ref, "Closed")
    await heard(door, "sam", "triage", ticket.card.id, "a drop of oil did it", "Ana")
    await door.slash("ana", f"reopen {ticket.ref} it came back", room="support")
    await heard(door, "sam", "triage", ticket.card.id, "it came back")


async def test_a_ticket_by_form_shows_to_its_customer(door: Driver) -> None:
    form = await door.slash("ana", "new", room="support")
    assert form is not None
    assert set(form.values) == {"subject", "description", "category"}
    assert await door.fill("ana", form, subject="No ink", description="None at all") is None
    ref = to_ref((await card(door, "sam", "TIK-", "No ink")).text)

    async def confirmed() -> bool:
        # In private, or in the thread that the form began in a customer's own channel.
        seen = await door.private("ana")
        for post in await door.room("ana", "support"):
            seen += await door.thread("ana", "support", post.id)
        return any(ref in post.text and "Expect an answer by" in post.text for post in seen)

    await door.world.until(confirmed, "ana sees number and expected time")


async def test_direct_words_are_a_question_and_the_ticket_lives_there(door: Driver) -> None:
    thread = await door.say("ana", "Where is my parcel", "direct")
    found = await heard(door, "ana", "direct", thread, "could not find")
    await door.press("ana", found, "Open a ticket")
    shown = await card(door, "sam", "TIK-", "Where is my parcel")
    await door.slash("sam", f"reply {to_ref(shown.text)} it is on the van")
    await door.world.settled()

    async def delivered() -> bool:
        posts = [*await door.thread("ana", "direct", thread), *await door.room("ana", "direct")]
        return any("it is on the van" in post.text for post in posts)

    await door.world.until(delivered, "the reply reaches the direct channel")


async def test_what_is_said_directly_goes_on_with_the_ticket_that_began_there(
    door: Driver,
) -> None:
    root = await door.say("ana", "Where is my parcel", "direct")
    found = await heard(door, "ana", "direct", root, "could not find")
    await door.press("ana", found, "Open a ticket")
    shown = await card(door, "sam", "TIK-", "Where is my parcel")
    ref = to_ref(shown.text)
    await door.world.settled()
    one = is_one_conversation(door.world.desk.platforms[door.slug])
    await door.say("ana", "it was to come on Monday", "direct", None if one else root)
    await heard(door, "sam", "triage", shown.id, "it was to come on Monday", "Ana")
    if not one:
        return
    await told(door, "ana", f"Added to {ref}", "say new")
    # A verb alone is still a command, and after the end words are a question again.
    await door.say("ana", "list", "direct")
    await told(door, "ana", "My tickets", ref)
    await door.slash("ana", f"resolve {ref}", room="support")
    await card(door, "sam", ref, "Closed")
    await door.world.settled()
    other = await door.say("ana", "The scanner smells", "direct")
    await heard(door, "ana", "direct", other, "could not find")


async def test_nobody_sees_another_customers_ticket(door: Driver) -> None:
    ticket = await open_ticket(door)
    await door.slash("bob", f"show {ticket.ref}", room="support")
    hidden = await told(door, "bob", f"I can't find {ticket.ref}")
    await door.slash("bob", "show TIK-9999", room="support")
    missing = await told(door, "bob", "I can't find TIK-9999")
    assert hidden.text.replace(ticket.ref, "#") == missing.text.replace("TIK-9999", "#")


@pytest.mark.every_door
async def test_words_that_begin_with_a_mention_are_words_all_the_same(door: Driver) -> None:
    ticket = await open_ticket(door)
    await door.mention("ana", "any news? It hums louder", "support", ticket.thread)
    await heard(door, "sam", "triage", ticket.card.id, "any news? It hums louder", "Ana")
    for words in ("How about the red one?", "channel 5 is blank"):
        await door.mention("ana", words, "support", ticket.thread)
        await heard(door, "sam", "triage", ticket.card.id, words, "Ana")
    await door.mention("ana", "reslove", "support", ticket.thread)
    answer = await told(door, "ana", "I don't know reslove", "Did you mean resolve")
    await door.press("ana", answer, "Run it")
    await card(door, "sam", ticket.ref, "Closed")


async def test_a_question_may_begin_with_a_mention(door: Driver) -> None:
    words = "please tell me why the screen is purple"
    await door.mention("ana", words, "support")

    async def asked() -> str | None:
        rows = await door.world.office.sql("SELECT question, thread FROM asks")
        return next((thread for said, thread in rows if said == words), None)

    thread = await door.world.until(asked, "the question")
    await heard(door, "ana", "support", thread.rpartition(":")[2], "could not find")


async def test_a_colleague_s_mention_is_a_command_everywhere(door: Driver) -> None:
    ticket = await open_ticket(door)
    await door.mention("sam", "any news?", "support", ticket.thread)
    await told(door, "sam", "I don't know any")
    await door.mention("sam", "any news?", "triage", ticket.card.id)
    await door.world.settled()
    said = await door.world.office.sql("SELECT 1 FROM messages WHERE body LIKE '%any news%'")
    assert said == []
