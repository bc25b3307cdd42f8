"""A platform that is down, slow or talks nonsense: deliveries wait, in order, once each."""

from typing import Any

import pytest

from core.tickets.editing import set_priority
from tests.contract.drivers.base import Driver, Post, card, heard
from tests.contract.drivers.beside import beside
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import Opened, open_ticket
from tests.contract.wiring import SUPPORT, TRIAGE
from tests.contract.world import World

WORDS = ("first answer", "second answer", "third answer")


async def _crossed(door: Driver) -> tuple[Driver, Opened, Post]:
    """Ana's ticket on one platform; the other one, and the staff's card there."""
    other, ticket = beside(door), await open_ticket(door)
    return other, ticket, await card(other, "sam", ticket.ref)


async def _reply(door: Driver, ticket: Opened, text: str) -> None:
    await door.slash("sam", f"reply {ticket.ref} {text}")


async def _arrived(door: Driver, ticket: Opened) -> list[str]:
    posts = await door.thread("ana", "support", ticket.thread)
    return [word for post in posts for word in WORDS if word in post.text]


async def test_down_waits_and_then_delivers_in_order(door: Driver) -> None:
    other, ticket, staff = await _crossed(door)
    await door.world.settled()
    await door.goes_down()
    for text in WORDS:
        await _reply(other, ticket, text)
    for text in WORDS:
        await heard(other, "mia", "triage", staff.id, text, "⏳ queued")
    await door.comes_back()
    for text in WORDS:
        await heard(other, "mia", "triage", staff.id, text, "📨 sent")
    await door.world.settled()
    assert await _arrived(door, ticket) == list(WORDS)
    assert [p.text for p in await other.thread("mia", "triage", staff.id) if "⏳" in p.text] == []


TROUBLES: dict[str, dict[str, Any]] = {
    "429": {"kind": "status", "status": 429, "retry_after": "7"},
    "500": {"kind": "status", "status": 500},
    "502, though it was done": {"kind": "status", "status": 502, "there": True},
    "garbage": {"kind": "garbage"},
    "garbage with json": {"kind": "garbage", "body": "[1]", "content_type": "application/json"},
    "internal error": {"kind": "error", "error": "internal_error"},
    "answer lost": {"kind": "drop"},
}


@pytest.mark.parametrize("name", sorted(TROUBLES))
async def test_slack_in_trouble_posts_each_once_in_order(world: World, name: str) -> None:
    slack = SlackDriver(world)
    other, ticket, staff = await _crossed(slack)
    await world.settled()
    trouble = dict(TROUBLES[name])
    world.slack.trouble(trouble.pop("kind"), "chat.postMessage", times=3, **trouble)
    for text in WORDS:
        await _reply(other, ticket, text)
    for text in WORDS:
        await heard(other, "mia", "triage", staff.id, text, "📨 sent")
    await world.settled()
    assert await _arrived(slack, ticket) == list(WORDS)
    copies = [p.text for p in await slack.thread("mia", "triage", ticket.card.id)]
    assert [sum(word in text for text in copies) for word in WORDS] == [1, 1, 1]


async def test_retry_after_is_obeyed_for_the_whole_workspace(world: World) -> None:
    slack = SlackDriver(world)
    other, ticket, _ = await _crossed(slack)
    await world.settled()
    world.slack.trouble("status", "chat.postMessage", status=429, retry_after="30", times=1)
    refused_at = world.clock.now()
    await _reply(other, ticket, "first answer")
    query = "SELECT max(until) FROM leases WHERE name LIKE 'pause:slack:%'"

    async def put_off() -> bool:
        [(until,)] = await world.office.sql(query)
        return until is not None and (until - refused_at).total_seconds() >= 30

    await world.until(put_off, "everything waits for half a minute", step=0)
    asked = len(world.slack.calls("chat.postMessage"))
    await _reply(other, ticket, "second answer")
    assert len(world.slack.calls("chat.postMessage")) == asked
    await heard(slack, "ana", "support", ticket.thread, "first answer")


async def test_a_silent_slack_holds_up_nobody_else(world: World) -> None:
    web, slack = WebDriver(world), SlackDriver(world)
    ticket = await open_ticket(web, agents=slack)
    await world.settled()
    world.slack.trouble("hang", "chat.update", "chat.postMessage")
    await web.slash("sam", f"reply {ticket.ref} first answer")
    await heard(web, "ana", "support", ticket.thread, "first answer")
    await web.slash("sam", f"claim {ticket.ref}")
    await card(web, "mia", ticket.ref, "Owner Sam")
    assert (await slack.room("sam", "triage"))[-1].text.count("Owner Unassigned") == 1
    world.slack.heal()
    await card(slack, "mia", ticket.ref, "Owner Sam")


async def test_what_will_never_be_accepted_shows_and_can_be_sent_again(world: World) -> None:
    slack = SlackDriver(world)
    other, ticket, staff = await _crossed(slack)
    await world.settled()
    world.slack.channels[SUPPORT].archived = True
    await _reply(other, ticket, "first answer")
    stuck = await heard(other, "sam", "triage", staff.id, "first answer", "🪦 not delivered")
    assert "Send again" in stuck.acts
    world.slack.channels[SUPPORT].archived = False
    await other.press("sam", stuck, "Send again")
    await heard(other, "sam", "triage", staff.id, "first answer", "📨 sent")
    assert await _arrived(slack, ticket) == ["first answer"]


async def test_a_card_removed_on_the_platform_is_posted_anew(world: World) -> None:
    slack = SlackDriver(world)
    ticket = await open_ticket(slack)
    await world.settled()
    del world.slack.channels[TRIAGE].messages[ticket.card.id]
    await slack.slash("sam", f"claim {ticket.ref}")
    shown = await card(slack, "sam", ticket.ref, "Owner Sam")
    assert shown.id != ticket.card.id


async def test_many_changes_are_few_repaints(world: World) -> None:
    slack = SlackDriver(world)
    ticket = await open_ticket(slack)
    await world.settled()
    await slack.goes_down()
    before = len(world.slack.calls("chat.update"))
    sam = await world.person("sam")
    for priority in ("high", "low", "critical", "medium", "high", "low"):
        await world.office.do(set_priority, sam, ticket.number, priority)
    await slack.comes_back()
    await card(slack, "sam", ticket.ref, "Low")
    await world.settled()
    places = 2  # triage and the customer's thread
    assert len(world.slack.calls("chat.update")) - before <= 2 * places


async def test_what_may_be_there_is_looked_for_until_somebody_says(world: World) -> None:
    """Its author takes it back before we know whether it arrived, and looking fails as well."""
    web, slack = WebDriver(world), SlackDriver(world)
    ticket = await open_ticket(web, agents=slack)
    await world.settled()
    world.slack.trouble("drop", "chat.postMessage", times=1)
    world.slack.trouble("status", "conversations.replies", "conversations.history", status=500)
    said = await web.say("ana", "first answer", "support", ticket.thread)
    await heard(slack, "mia", "triage", ticket.card.id, "first answer")
    await web.delete("ana", said, "support")

    async def looked() -> bool:
        rows = "SELECT 1 FROM deliveries WHERE kind IN ('message', 'remove') AND attempts > 2"
        return bool(await world.office.sql(rows))

    await world.until(looked, "it was looked for in vain")
    world.slack.heal()
    await world.settled()
    posts = await slack.thread("mia", "triage", ticket.card.id)
    assert [post.text for post in posts if "first answer" in post.text] == []


async def test_a_call_that_hangs_holds_up_nothing_else_in_its_workspace(world: World) -> None:
    web, slack = WebDriver(world), SlackDriver(world)
    ticket = await open_ticket(slack)
    await world.settled()
    world.slack.trouble("hang", "chat.update")
    before = len(world.slack.calls("chat.update"))
    await web.slash("sam", f"claim {ticket.ref}")

    async def hang() -> bool:
        return len(world.slack.calls("chat.update")) - before == 2

    await world.until(hang, "both cards are being painted", step=0)
    await web.slash("sam", f"reply {ticket.ref} first answer")
    await heard(slack, "ana", "support", ticket.thread, "first answer")
    hanging = (
        "SELECT count(*) FROM deliveries"
        " WHERE platform = 'slack' AND kind = 'card' AND state = 'sending'"
    )
    assert await world.office.sql(hanging) == [(2,)]
    world.slack.heal()
    await card(slack, "mia", ticket.ref, "Owner Sam")


async def test_a_card_that_cannot_be_painted_holds_no_words_up(world: World) -> None:
    web, slack = WebDriver(world), SlackDriver(world)
    ticket = await open_ticket(slack)
    await world.settled()
    world.slack.trouble("status", "chat.update", status=500)
    await web.slash("sam", f"claim {ticket.ref}")
    await web.slash("sam", f"reply {ticket.ref} first answer")
    await heard(slack, "mia", "triage", ticket.card.id, "first answer")
    await heard(slack, "ana", "support", ticket.thread, "first answer")
    world.slack.heal()
    await card(slack, "mia", ticket.ref, "Owner Sam")


async def test_a_note_under_a_card_that_we_do_not_know_to_be_there_waits(world: World) -> None:
    web, slack = WebDriver(world), SlackDriver(world)
    world.slack.trouble("hang", "chat.postMessage", times=1)
    ticket = await open_ticket(web, agents=slack)
    await slack.say("sam", "quicker than the answer", "triage", ticket.card.id)

    async def put_off() -> bool:
        rows = await world.office.sql("SELECT 1 FROM receipts WHERE error LIKE '%has just begun%'")
        return bool(rows)

    await world.until(put_off, "the note waits", step=0)
    world.slack.heal()
    in_web = await card(web, "mia", ticket.ref)
    await heard(web, "mia", "triage", in_web.id, "quicker than the answer")


async def test_what_left_before_a_fault_of_ours_is_looked_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack = SlackDriver(world)
    other, ticket, staff = await _crossed(slack)
    await world.settled()
    platform: Any = world.desk.platforms["slack"]
    send, faults = platform.post, [RuntimeError("ours")]

    async def post(*said: Any, **more: Any) -> str:
        sent: str = await send(*said, **more)
        while faults:
            raise faults.pop()
        return sent

    monkeypatch.setattr(platform, "post", post)
    await _reply(other, ticket, "first answer")
    await heard(other, "mia", "triage", staff.id, "first answer", "📨 sent")
    await world.settled()
    assert not faults
    assert await _arrived(slack, ticket) == ["first answer"]
    copies = [p.text for p in await slack.thread("mia", "triage", ticket.card.id)]
    assert sum("first answer" in text for text in copies) == 1
