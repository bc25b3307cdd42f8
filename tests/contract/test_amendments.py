"""Edits and removals, made where they were said, on each platform and across them."""

from tests.contract.drivers.base import Driver, card, heard
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import open_ticket
from tests.contract.wiring import SUPPORT, TRIAGE
from tests.contract.world import World


async def _gone(door: Driver, who: str, room: str, thread: str, words: str) -> None:
    """Wait until nothing there has these words."""

    async def away() -> bool:
        posts = await door.thread(who, room, thread)  # type: ignore[arg-type]
        return not any(words in post.text for post in posts)

    await door.world.until(away, f"{words} is gone")


async def test_what_a_customer_changes_and_takes_back_reaches_staff(door: Driver) -> None:
    ticket = await open_ticket(door)
    said = await door.say("ana", "it hmus", "support", ticket.thread)
    copy = await heard(door, "sam", "triage", ticket.card.id, "it hmus")
    await door.edit("ana", said, "it hums loudly", "support")
    after = await heard(door, "sam", "triage", ticket.card.id, "it hums loudly", "edited")
    assert after.id == copy.id
    await door.edit("ana", said, "it hums & smokes", "support")
    await heard(door, "sam", "triage", ticket.card.id, "it hums & smokes")
    await door.delete("ana", said, "support")
    await _gone(door, "sam", "triage", ticket.card.id, "smokes")
    rows = await door.world.office.sql(
        "SELECT type FROM events WHERE type IN ('MessageEdited', 'MessageDeleted') ORDER BY id"
    )
    assert [kind for (kind,) in rows] == ["MessageEdited", "MessageEdited", "MessageDeleted"]


async def test_what_was_said_in_discord_can_be_changed_when_all_is_solved(discord: Driver) -> None:
    """Found at SEED=350510: a thread that is put away takes no change before it is woken."""
    ticket = await open_ticket(discord)
    said = await discord.say("ana", "it hmus", "support", ticket.thread)
    await heard(discord, "sam", "triage", ticket.card.id, "it hmus")
    await discord.slash("sam", f"resolve {ticket.ref}")
    await card(discord, "sam", ticket.ref, "Resolved")
    await discord.world.settled()
    await discord.edit("ana", said, "it hums", "support")
    await heard(discord, "sam", "triage", ticket.card.id, "it hums", "edited")


async def test_the_question_itself_can_be_corrected_and_taken_back(door: Driver) -> None:
    ticket = await open_ticket(door, "The blue printer hmus")
    await card(door, "sam", ticket.ref, "The blue printer hmus")
    await door.edit("ana", ticket.thread, "The green printer hums", "support")

    async def corrected() -> bool:
        rows = await door.world.office.sql("SELECT body FROM messages")
        return [body for (body,) in rows] == ["The green printer hums"]

    await door.world.until(corrected, "the first message reads anew")
    await door.delete("ana", ticket.thread, "support")

    async def erased() -> bool:
        rows = await door.world.office.sql("SELECT body FROM messages")
        return [body for (body,) in rows] == [""]

    await door.world.until(erased, "the first message is erased")


async def test_an_edited_note_stays_a_note(door: Driver) -> None:
    ticket = await open_ticket(door)
    other = SlackDriver(door.world) if door.slug == "web" else WebDriver(door.world)
    there = await card(other, "mia", ticket.ref)
    said = await door.say("sam", "she never pays", "triage", ticket.card.id)
    await heard(other, "mia", "triage", there.id, "she never pays")
    await door.edit("sam", said, "she hardly pays", "triage")
    await heard(other, "mia", "triage", there.id, "she hardly pays", "edited")
    await door.world.settled()
    hers = await door.thread("ana", "support", ticket.thread)
    assert not any("pays" in post.text for post in hers)
    rows = await door.world.office.sql("SELECT audience FROM messages WHERE body LIKE '%pays'")
    assert [audience for (audience,) in rows] == ["internal"]
    await door.delete("sam", said, "triage")
    await _gone(other, "mia", "triage", there.id, "pays")


async def test_a_change_by_rest_repaints_what_we_posted_and_tells_where_it_cannot(
    world: World,
) -> None:
    """In Slack nobody can change somebody else's own words: it is told below them."""
    web, slack = WebDriver(world), SlackDriver(world)
    ticket = await open_ticket(slack)
    await slack.slash("sam", f"reply {ticket.ref} on its wya")
    await heard(slack, "ana", "support", ticket.thread, "on its wya")
    own = await slack.say("ana", "my pin is 1234", "support", ticket.thread)
    await heard(slack, "sam", "triage", ticket.card.id, "my pin is 1234")
    client = world.client()
    ids = dict(await world.office.sql("SELECT body, id::text FROM messages"))
    for who, before, after in (
        ("sam", "on its wya", "on its way"),
        ("ana", "my pin is 1234", "my pin is none of yours"),
    ):
        url, key = f"/api/v1/messages/{ids[before]}", await world.key(who)
        assert (await client.patch(url, json={"text": after}, headers=key)).status_code == 200
    await heard(slack, "ana", "support", ticket.thread, "on its way", "edited")
    await heard(slack, "sam", "triage", ticket.card.id, "my pin is none of yours", "edited")
    told = await heard(slack, "ana", "support", ticket.thread, "Ana changed a message")
    assert "none of yours" in told.text
    assert world.slack.channels[SUPPORT].messages[own]["text"] == "my pin is 1234"
    await client.delete(f"/api/v1/messages/{ids['my pin is 1234']}", headers=await world.key("ana"))
    await heard(slack, "ana", "support", ticket.thread, "Ana took a message back")
    await _gone(slack, "sam", "triage", ticket.card.id, "my pin is none")
    await world.settled()
    states = await world.office.sql("SELECT DISTINCT state FROM deliveries WHERE state = 'dead'")
    assert states == []
    assert await card(web, "sam", ticket.ref)


async def test_a_note_that_is_changed_elsewhere_does_not_count_as_withheld(world: World) -> None:
    web, slack = WebDriver(world), SlackDriver(world)
    ticket = await open_ticket(slack)
    there = await card(web, "mia", ticket.ref)
    await slack.say("sam", "she never pais", "triage", ticket.card.id)
    await heard(web, "mia", "triage", there.id, "she never pais")
    [(id,)] = await world.office.sql("SELECT id::text FROM messages WHERE kind = 'note'")
    for words in ("she never pas", "she never pays"):
        url, key = f"/api/v1/messages/{id}", await world.key("sam")
        answer = await world.client().patch(url, json={"text": words}, headers=key)
        assert answer.status_code == 200
        await heard(slack, "mia", "triage", ticket.card.id, "Sam changed a note")
        await world.settled()
    changed = await heard(web, "mia", "triage", there.id, "she never pays")
    assert "withheld" not in changed.text


async def test_a_change_that_is_told_before_its_message_counts(world: World) -> None:
    """Slack promises no order: what became of a message may come before the message."""
    slack, fake = SlackDriver(world), world.slack
    ticket = await open_ticket(slack)
    late = [
        fake.send.message("U0SAM", TRIAGE, f"late {name}", thread_ts=ticket.card.id)
        for name in ("edited", "twice", "removed")
    ]
    first = fake.change.edited(TRIAGE, late[0]["ts"], "late but right")
    once = fake.change.edited(TRIAGE, late[1]["ts"], "once")
    twice = fake.change.edited(TRIAGE, late[1]["ts"], "twice")
    removed = fake.change.removed(TRIAGE, late[2]["ts"])
    for event in (first, twice, removed, *late, once):
        assert (await fake.send.event(event)).status_code == 200
    await world.settled()
    rows = await world.office.sql(
        "SELECT body, deleted_at IS NOT NULL FROM messages WHERE kind = 'note' ORDER BY id"
    )
    assert [tuple(row) for row in rows] == [
        ("late but right", False), ("twice", False), ("", True),
    ]  # fmt: skip
    [(kept,)] = await world.office.sql("SELECT string_agg(text, '') FROM amendments")
    assert kept == ""


async def test_what_is_gone_before_it_could_be_marked_is_taken_back(world: World) -> None:
    """A mark finds nothing to stand on: its author removed the words, and that is told later."""
    slack, fake = SlackDriver(world), world.slack
    ticket = await open_ticket(slack)
    said = fake.send.message("U0SAM", TRIAGE, "too soon", thread_ts=ticket.card.id)
    removed = fake.change.removed(TRIAGE, said["ts"])
    for event in (said, removed):
        assert (await fake.send.event(event)).status_code == 200
        await world.settled()
    [(body, gone)] = await world.office.sql(
        "SELECT body, deleted_at IS NOT NULL FROM messages WHERE kind = 'note'"
    )
    assert (body, gone) == ("", True)


async def test_what_is_taken_back_before_its_copy_is_known_is_looked_for(world: World) -> None:
    """The answer to its posting was lost: the copy stands there, though nobody told us so."""
    web, slack = WebDriver(world), SlackDriver(world)
    ticket = await open_ticket(web, agents=slack)
    in_web = await card(web, "sam", ticket.ref)
    await world.settled()
    world.slack.trouble("hang", "chat.postMessage", times=1)
    said = await web.say("sam", "the fan is broken", "triage", in_web.id)
    await heard(slack, "mia", "triage", ticket.card.id, "the fan is broken")
    await web.delete("sam", said, "triage")
    await world.slack.stop()  # and the answer never comes
    await world.slack.start()
    await _gone(slack, "mia", "triage", ticket.card.id, "fan is broken")
    await world.settled()


async def test_a_copy_that_a_moderator_removes_takes_nothing_back(
    world: World, discord: Driver
) -> None:
    one = await open_ticket(discord, "The blue printer hums")
    two = await open_ticket(discord, "The azure printer sings")
    await discord.slash("sam", f"merge {two.ref} into:{one.ref}")
    await heard(discord, "ana", "support", two.thread, "goes on as", one.ref)
    said = await discord.say("sam", "it is the fan", "triage", one.card.id)
    copy = await heard(discord, "mia", "triage", two.card.id, "it is the fan")
    await discord.delete("mia", copy.id, "triage")
    await world.settled()
    assert await world.office.sql("SELECT 1 FROM messages WHERE body = 'it is the fan'")
    left = await discord.thread("mia", "triage", one.card.id)
    assert said in [post.id for post in left]
