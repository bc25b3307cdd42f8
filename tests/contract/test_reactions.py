"""Emoji: agents open, claim, resolve and send with them; everybody else's mean nothing."""

from itertools import product

import pytest

from tests.contract.drivers.base import Driver, card, heard, told
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.teams import TeamsDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import open_ticket, to_ref
from tests.contract.wiring import SUPPORT, TRIAGE
from tests.contract.world import World

LOG = b"line 1\nline 2\n"


@pytest.fixture
def slack(world: World) -> SlackDriver:
    """Slack."""
    return SlackDriver(world)


async def _count(world: World, query: str) -> int:
    [(found,)] = await world.office.sql(query)
    return int(found)


async def test_a_ticket_from_a_message_lives_in_its_thread(
    world: World, slack: SlackDriver
) -> None:
    said = await slack.say("ana", "My door squeaks", "support")
    await heard(slack, "ana", "support", said, "could not find")
    await slack.react("sam", said, "ticket", "support")
    own = await heard(slack, "ana", "support", said, "TIK-", "Expect an answer by")
    shown = await card(slack, "sam", to_ref(own.text), "My door squeaks", "Ana")
    assert await _count(world, "SELECT count(*) FROM tickets") == 1
    rows = await world.office.sql(
        "SELECT p.email, a.email FROM tickets t JOIN people p ON p.id = t.requester_id"
        " JOIN events e ON e.ticket_id = t.id AND e.type = 'TicketOpened'"
        " JOIN people a ON a.id = e.actor_id"
    )
    assert [tuple(row) for row in rows] == [("ana@example.org", "sam@example.org")]
    # From now on it is a ticket like any other: the thread, its edits, its end.
    await slack.say("ana", "and the window", "support", said)
    await heard(slack, "sam", "triage", shown.id, "and the window", "Ana")
    await slack.edit("ana", said, "My door creaks", "support")
    await slack.say("sam", "oil it, I think", "triage", shown.id)
    await slack.slash("sam", f"reply {to_ref(own.text)} We bring some oil")
    await heard(slack, "ana", "support", said, "We bring some oil")

    # Neither another agent's reaction nor [Open a ticket] makes a second one.
    await slack.react("mia", said, "admission_tickets", "support")
    await told(slack, "mia", "There is a ticket for this already", to_ref(own.text))
    offered = await heard(slack, "ana", "support", said, "could not find")
    await slack.press("ana", offered, "Open a ticket")
    await told(slack, "ana", "There is a ticket for this already", to_ref(own.text))
    await world.settled()
    assert await _count(world, "SELECT count(*) FROM tickets") == 1
    bodies = await world.office.sql("SELECT body FROM messages ORDER BY id LIMIT 1")
    assert [body for (body,) in bodies] == ["My door creaks"]
    await slack.press("ana", await heard(slack, "ana", "support", said, "TIK-"), "Solved")
    await card(slack, "sam", to_ref(own.text), "Closed")


async def test_it_takes_an_answer_in_a_thread_and_its_files_too(
    world: World, slack: SlackDriver
) -> None:
    """In a channel that nobody serves, and for somebody whom we never met."""
    world.slack.add_channel("C0GENERAL", *world.slack.users)
    root = (await world.slack.send.say("U0SAM", "C0GENERAL", "All well?")).ts
    file = world.slack.share("door.txt", LOG)
    said = await world.slack.send.say(
        "U0BOB", "C0GENERAL", "Mine jams", thread_ts=root, subtype="file_share", files=[file]
    )
    await world.slack.change.react("U0MIA", "C0GENERAL", said.ts, "ticket")
    shown = await card(slack, "mia", "TIK-", "Mine jams", "Bob")

    async def shared() -> bool:
        found = world.slack.messages(TRIAGE, shown.id)
        return any(one["name"] == "door.txt" for m in found for one in m.get("files") or ())

    await world.until(shared, "the file reaches the staff's thread")
    await slack.slash("mia", f"reply {to_ref(shown.text)} Pull harder")

    async def answered() -> bool:
        found = world.slack.messages("C0GENERAL", root)
        return any("Pull harder" in str(one) for one in found)

    await world.until(answered, "the reply stands under the message")
    await slack.say("sam", "he never pulls", "triage", shown.id)
    await world.settled()
    assert not any("never pulls" in str(m) for m in world.slack.messages("C0GENERAL"))


async def test_claimed_and_resolved_by_an_emoji_on_the_card(
    world: World, slack: SlackDriver
) -> None:
    ticket = await open_ticket(slack)
    await slack.react("sam", ticket.card.id, "eyes", "triage")
    await card(slack, "sam", ticket.ref, "Owner Sam")
    await slack.react("mia", ticket.card.id, "eyes", "triage")
    await told(slack, "mia", f"Sam claimed {ticket.ref}")
    await slack.react("mia", ticket.thread, "white_check_mark", "support")
    await card(slack, "sam", ticket.ref, "Resolved")
    await slack.react("sam", ticket.card.id, "white_check_mark", "triage")
    await world.settled()
    kinds = await world.office.sql("SELECT type FROM events WHERE type LIKE 'Ticket%' ORDER BY id")
    assert [kind for (kind,) in kinds] == ["TicketOpened", "TicketClaimed", "TicketResolved"]


async def test_one_s_own_note_is_sent_once_and_nobody_else_sends_it(
    world: World, slack: SlackDriver
) -> None:
    web = WebDriver(world)
    ticket = await open_ticket(slack)
    there = await card(web, "mia", ticket.ref)
    shared = world.slack.share("guide.txt", LOG)
    more = {"thread_ts": ticket.card.id, "subtype": "file_share", "files": [shared]}
    note = (await world.slack.send.say("U0SAM", TRIAGE, "Hold it for 5 s", **more)).ts
    await heard(web, "mia", "triage", there.id, "Hold it for 5 s", "🔒")
    await slack.react("mia", note, "incoming_envelope", "triage")
    await told(slack, "mia", "You may not send what somebody else wrote")
    for _ in range(2):
        await slack.react("sam", note, "incoming_envelope", "triage")
    await heard(slack, "ana", "support", ticket.thread, "Hold it for 5 s", "Sam")
    await told(slack, "sam", "was sent already", ticket.ref)
    await heard(slack, "sam", "triage", ticket.card.id, "Hold it for 5 s", "📨 sent")
    await heard(web, "mia", "triage", there.id, "Hold it for 5 s", "sent to the customer")

    async def brought() -> bool:
        found = world.slack.messages(SUPPORT, ticket.thread)
        return any(one["name"] == "guide.txt" for m in found for one in m.get("files") or ())

    await world.until(brought, "its file reaches the customer")
    await world.settled()
    hers = await slack.thread("ana", "support", ticket.thread)
    assert [post.text for post in hers if "Hold it" in post.text].__len__() == 1


async def test_others_reactions_are_no_acts_and_are_not_answered(
    world: World, slack: SlackDriver
) -> None:
    ticket = await open_ticket(slack)
    said = await slack.say("bob", "Mine too", "support")
    await heard(slack, "bob", "support", said, "could not find")
    world.slack.add_user("U0GUEST", "Guest", is_restricted=True)
    world.slack.channels[SUPPORT].members.add("U0GUEST")
    await world.settled()
    before, asked = len(world.slack.ephemerals), len(world.slack.requests)
    receipts = await _count(world, "SELECT count(*) FROM receipts")
    mapped = ("ticket", "white_check_mark", "eyes", "incoming_envelope")
    for user, emoji in product(("U0BOB", "U0GUEST"), mapped):
        await world.slack.change.react(user, SUPPORT, said, emoji)
    await world.slack.change.react("U0SAM", SUPPORT, said, "thumbsup")
    await world.settled()
    assert len(world.slack.ephemerals) == before
    assert {name for name, _ in world.slack.requests[asked:]} <= {
        "users.info",
        "conversations.open",
        "conversations.members",
    }
    assert await _count(world, "SELECT count(*) FROM receipts") == receipts + 8
    for emoji in mapped:
        await slack.react("ana", ticket.thread, emoji, "support")
    # On her own words they are reactions like any other.
    await heard(slack, "sam", "triage", ticket.card.id, "🎫 Ana · ✅ Ana · 👀 Ana · 📨 Ana")
    await world.settled()
    assert len(world.slack.ephemerals) == before
    assert await _count(world, "SELECT count(*) FROM tickets") == 1
    [(status,)] = await world.office.sql(
        "SELECT s.base FROM tickets t JOIN statuses s ON s.id = t.status_id"
    )
    assert status == "new"


async def test_an_administrator_maps_them_in_slack(world: World, slack: SlackDriver) -> None:
    await slack.slash("alex", "reactions claim::raised_hand: resolve:none", words="desk")
    await told(slack, "alex", "claim: raised_hand", "resolve: off", "open: ticket")
    await slack.slash("sam", "reactions", words="desk")
    await told(slack, "sam", "administrators may configure the desk")
    ticket = await open_ticket(slack)
    await slack.react("sam", ticket.card.id, "white_check_mark", "triage")
    await slack.react("sam", ticket.card.id, "raised_hand::skin-tone-4", "triage")
    await card(slack, "sam", ticket.ref, "Owner Sam", "Open")


async def test_what_slack_does_not_show_is_tried_again_or_told(
    world: World, slack: SlackDriver
) -> None:
    said = await slack.say("ana", "My door squeaks", "support")
    await heard(slack, "ana", "support", said, "could not find")
    world.slack.trouble("status", "conversations.replies", status=503, times=2)
    await slack.react("sam", said, "ticket", "support")
    await card(slack, "sam", "TIK-", "My door squeaks")
    other = await slack.say("ana", "My window squeaks", "support")
    await heard(slack, "ana", "support", other, "could not find")
    world.slack.trouble("error", "conversations.replies", error="missing_scope")
    await slack.react("sam", other, "ticket", "support")
    await told(slack, "sam", "I can't read that message", "install it again")


async def test_in_the_web_chat_no_emoji_says_a_command(world: World) -> None:
    door: Driver = WebDriver(world)
    await door.slash("alex", "reactions", words="desk")
    await told(door, "alex", "no emoji says a command")


async def test_in_teams_an_emoji_on_the_card_claims_the_ticket(
    world: World, teams: TeamsDriver
) -> None:
    opened = await open_ticket(teams)
    await teams.react("mia", opened.card.id, "eyes", "triage")
    await card(teams, "sam", opened.ref, "Mia")
    rows = await world.office.sql(
        "SELECT p.name FROM tickets t JOIN people p ON p.id = t.assignee_id"
    )
    assert [name for (name,) in rows] == ["Mia"]
