"""What people are told when something goes wrong: privately, what to do, and nothing lost."""

import re

import pytest

from bot.receiving.going_on import is_one_conversation
from tests.contract.drivers.base import Driver, card, heard, told
from tests.contract.drivers.slack import SlackDriver
from tests.contract.journeys import open_ticket
from tests.contract.world import World


async def test_a_verb_misspelt_is_offered_to_be_run(door: Driver) -> None:
    ticket = await open_ticket(door)
    await door.slash("sam", f"asign {ticket.ref} to:mia@example.org")
    answer = await told(door, "sam", "I don't know asign", "Did you mean assign")
    assert set(answer.acts) == {"Run it", "Help"}
    await door.press("sam", answer, "Run it")
    await card(door, "sam", ticket.ref, "Owner Mia")


async def test_what_was_written_after_a_verb_misspelt_is_not_lost(door: Driver) -> None:
    ticket = await open_ticket(door)
    written = "please look whether the lamp at the back is on, " * 3 + "and tell me"
    await door.mention("sam", f"rpely\n{written}", thread=ticket.card.id)
    answer = await told(door, "sam", "I don't know rpely", written[:40])
    await door.press("sam", answer, "Run it")
    await heard(door, "ana", "support", ticket.thread, written)


async def test_a_line_break_parts_a_command_s_words_as_a_space_does(door: Driver) -> None:
    ticket, other = await open_ticket(door), await open_ticket(door, "The lamp is out")
    await door.mention("sam", f"reply {ticket.ref}\nHello Ana", thread=other.card.id)
    await heard(door, "ana", "support", ticket.thread, "Hello Ana")
    await door.mention("sam", "reply\nhi there\nonce more", thread=other.card.id)
    await heard(door, "ana", "support", other.thread, "hi there", "once more")
    said = [post.text for post in await door.thread("ana", "support", other.thread)]
    assert not any("Hello Ana" in text for text in said)


async def test_a_verb_unlike_any_other_is_not_guessed(door: Driver) -> None:
    await door.slash("sam", "xyzzy")
    answer = await told(door, "sam", "I don't know xyzzy")
    assert answer.acts == ("Help",)
    await door.press("sam", answer, "Help")
    await told(door, "sam", "What you can say")


async def test_a_wrong_value_comes_back_in_a_form_filled_in(door: Driver) -> None:
    ticket = await open_ticket(door)
    await door.slash("sam", f"set {ticket.ref} due:banana tags:+vip")
    answer = await told(door, "sam", "'banana' is not a time", "Try 2h")
    form = await door.press("sam", answer, "Fill in a form")
    assert form is not None
    assert form.values["due"] == "banana"
    assert form.values["tags"] == "+vip"
    assert form.values["subject"] == "The blue printer hums"
    assert "banana" in form.errors["due"]
    assert await door.fill("sam", form, due="2h") is None
    await card(door, "sam", ticket.ref, "Tags vip", "Due date")


async def test_an_empty_value_says_how_it_is_said(door: Driver) -> None:
    ticket = await open_ticket(door)
    await door.mention("sam", "assign to:nobody-here", thread=ticket.card.id)
    answer = await told(door, "sam", "I don't know nobody-here", "assign TIK-1042 to:@sam")
    form = await door.press("sam", answer, "Fill in a form")
    assert form is not None
    assert await door.fill("sam", form, to="mia@example.org") is None
    await card(door, "sam", ticket.ref, "Owner Mia")


async def test_who_has_no_right_hears_who_has_and_may_ask_them(
    world: World, slack: SlackDriver
) -> None:
    """Slack offers everybody all commands; elsewhere customers are not shown those of staff."""
    ticket = await open_ticket(slack)
    await slack.slash("ana", f"claim {ticket.ref}", "support", words="ticket")
    answer = await told(slack, "ana", "Only staff may claim tickets")
    form = await slack.press("ana", answer, "Ask staff")
    assert form is not None
    assert await slack.fill("ana", form, text="please take it") is None
    await heard(slack, "sam", "triage", ticket.card.id, "please take it")


async def test_which_ticket(door: Driver) -> None:
    await door.slash("sam", "claim")
    await told(door, "sam", "Which ticket?", "claim TIK-1042")


async def test_made_up_ids_are_refused_in_words(door: Driver) -> None:
    ticket = await open_ticket(door)
    for word, what in {
        "again": "that message",
        "ask": "that question",
        "held": "that text",
        "draft": "that text",
    }.items():
        verb = "new" if word == "ask" else f"reply {ticket.ref}"
        await door.mention("sam", f"{verb} {word}:banana")
        await told(door, "sam", f"I can't find {what}")


async def test_a_stale_card_holds_the_act_with_the_news(door: Driver) -> None:
    ticket = await open_ticket(door)
    form = await door.press("sam", ticket.card, "Reply")
    assert form is not None
    await door.say("ana", "it stopped by itself", "support", ticket.thread)
    await heard(door, "sam", "triage", ticket.card.id, "it stopped by itself")

    assert await door.fill("sam", form, text="please send a photo") is None
    answer = await told(door, "sam", "Held", "please send a photo", "Your text is kept")
    assert "1 new message since" in answer.text
    await door.world.settled()
    assert not any(
        "send a photo" in post.text for post in await door.thread("ana", "support", ticket.thread)
    )
    await door.press("sam", answer, "Send anyway")
    await heard(door, "ana", "support", ticket.thread, "please send a photo")


async def test_a_weeks_old_card_holds_any_act(door: Driver) -> None:
    ticket = await open_ticket(door)
    await door.slash("mia", f"priority {ticket.ref} low")
    await card(door, "sam", ticket.ref, "Low")
    await door.press("sam", ticket.card, "Claim")
    answer = await told(door, "sam", "Held", "Mia changed the priority")
    assert re.search(r"changed the priority (just now|\d+ s ago)", answer.text)
    await door.press("sam", answer, "Claim anyway")
    await card(door, "sam", ticket.ref, "Owner Sam")


async def test_an_option_survives_being_held(door: Driver) -> None:
    ticket = await open_ticket(door)
    form = await door.press("sam", ticket.card, "Details…")
    assert form is not None
    await door.slash("mia", f"priority {ticket.ref} low")
    await card(door, "sam", ticket.ref, "Low")
    assert await door.fill("sam", form, tags="+vip", subject='A "new" name') is None
    answer = await told(door, "sam", "Held", "Mia changed the priority")
    await door.press("sam", answer, "Do it anyway")
    await card(door, "sam", ticket.ref, 'A "new" name', "Tags vip")


async def test_somebody_unknown_is_told_how_to_become_known(world: World) -> None:
    slack = SlackDriver(world)
    world.slack.add_user("U0EVE", "Eve", is_email_confirmed=False)
    world.slack.channels["C0SUPPORT"].members.add("U0EVE")
    await slack.slash("eve", "list", room="support")
    await told(slack, "eve", "I don't know you yet", "administrator")


async def test_a_person_who_cannot_be_looked_up_loses_nothing(world: World) -> None:
    slack = SlackDriver(world)
    ticket = await open_ticket(slack)
    world.clock.move(hours=2)  # what Slack said about Ana is too old now
    world.slack.trouble("status", "users.info", status=503)
    await slack.say("ana", "are you there", "support", ticket.thread)
    await world.slack.wait_for(lambda: world.slack.requests[-1][0] == "users.info")
    world.slack.heal()
    await heard(slack, "sam", "triage", ticket.card.id, "are you there", "Ana")


async def _break(world: World) -> None:
    async with world.database.owner() as session:
        connection = await session.connection()
        await connection.exec_driver_sql(
            "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'broken on our side'; END $$"
        )
        await connection.exec_driver_sql(
            "CREATE TRIGGER broken BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION broken()"
        )


async def _mend(world: World) -> None:
    async with world.database.owner() as session:
        await (await session.connection()).exec_driver_sql("DROP TRIGGER broken ON messages")


async def test_our_fault_has_a_reference_and_the_text_is_kept(door: Driver) -> None:
    ticket = await open_ticket(door)
    await _break(door.world)
    form = await door.press("sam", ticket.card, "Reply")
    assert form is not None
    assert await door.fill("sam", form, text="a long answer") is None
    await door.world.given_up()
    answer = await told(door, "sam", "Something broke on our side", "reference", "a long answer")
    assert "Your text is kept" in answer.text
    await _mend(door.world)
    await door.press("sam", answer, "Try again")
    await heard(door, "ana", "support", ticket.thread, "a long answer")


async def test_plain_words_survive_our_fault_too(door: Driver) -> None:
    ticket = await open_ticket(door)
    await _break(door.world)
    await door.say("ana", "is anybody there", "support", ticket.thread)
    await door.say("sam", "only among us", "triage", ticket.card.id)
    await door.world.given_up()
    hers = await told(door, "ana", "Something broke on our side", "is anybody there")
    his = await told(door, "sam", "Something broke on our side", "only among us")
    await _mend(door.world)
    await door.press("ana", hers, "Try again")
    await door.press("sam", his, "Try again")
    await heard(door, "sam", "triage", ticket.card.id, "is anybody there")
    await door.world.settled()
    said = await door.world.office.sql(
        "SELECT body, audience FROM messages WHERE body IN ('is anybody there', 'only among us')"
    )
    assert dict(map(tuple, said)) == {"is anybody there": "public", "only among us": "internal"}


async def test_words_that_begin_with_a_mention_survive_our_fault_too(door: Driver) -> None:
    ticket = await open_ticket(door)
    await _break(door.world)
    await door.mention("ana", "how is the printer", "support", ticket.thread)
    await door.world.given_up()
    answer = await told(door, "ana", "Something broke on our side", "how is the printer")
    await _mend(door.world)
    await door.press("ana", answer, "Try again")
    await heard(door, "sam", "triage", ticket.card.id, "how is the printer", "Ana")


async def test_direct_words_survive_our_fault_as_what_they_were(door: Driver) -> None:
    if not is_one_conversation(door.world.desk.platforms[door.slug]):
        pytest.skip("with threads in direct messages it is as in any other thread")
    root = await door.say("ana", "Where is my parcel", "direct")
    found = await heard(door, "ana", "direct", root, "could not find")
    await door.press("ana", found, "Open a ticket")
    shown = await card(door, "sam", "TIK-", "Where is my parcel")
    await door.world.settled()
    await _break(door.world)
    await door.say("ana", "it was to come on Monday", "direct")
    await door.world.given_up()
    answer = await told(door, "ana", "Something broke on our side", "on Monday")
    await _mend(door.world)
    await door.press("ana", answer, "Try again")
    await heard(door, "sam", "triage", shown.id, "it was to come on Monday", "Ana")
