"""One ticket, a customer in the web chat, agents in Slack and in the web chat: all converge."""

import logging
from collections.abc import MutableMapping
from typing import Any, NoReturn

import structlog

from tests.contract.drivers.base import card, heard, told
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import open_ticket
from tests.contract.world import World


async def test_customer_in_the_web_chat_agents_in_slack(world: World) -> None:
    web, slack = WebDriver(world), SlackDriver(world)
    ticket = await open_ticket(web, agents=slack)
    in_web = await card(web, "mia", ticket.ref)

    await slack.press("sam", ticket.card, "Claim")
    await heard(web, "ana", "support", ticket.thread, "Sam is looking at this")
    repainted = await card(web, "mia", ticket.ref, "Owner Sam")
    assert repainted.id == in_web.id

    await slack.say("sam", "between us: the fan", "triage", ticket.card.id)
    await heard(web, "mia", "triage", in_web.id, "between us: the fan", "🔒")
    await web.say("mia", "I have a spare one", "triage", in_web.id)
    await heard(slack, "sam", "triage", ticket.card.id, "I have a spare one", "Note")

    await slack.mention("sam", "reply I bring a new fan", thread=ticket.card.id)
    await heard(web, "ana", "support", ticket.thread, "I bring a new fan", "Sam")
    await heard(web, "mia", "triage", in_web.id, "I bring a new fan", "📨 sent")
    await heard(slack, "mia", "triage", ticket.card.id, "I bring a new fan", "📨 sent")

    await web.say("ana", "thank you", "support", ticket.thread)
    await heard(slack, "sam", "triage", ticket.card.id, "thank you", "Ana")
    await world.settled()
    form = await web.press("mia", await card(web, "mia", ticket.ref), "Resolve")
    assert form is not None
    assert await web.fill("mia", form, text="new fan is in") is None
    await card(slack, "sam", ticket.ref, "Resolved")
    await heard(web, "ana", "support", ticket.thread, "new fan is in")
    hers = await web.thread("ana", "support", ticket.thread)
    assert not any("between us" in post.text or "spare" in post.text for post in hers)


async def test_edits_and_removals_travel_both_ways(world: World) -> None:
    web, slack = WebDriver(world), SlackDriver(world)
    ticket = await open_ticket(web, agents=slack)
    post = await web.say("ana", "it hmus", "support", ticket.thread)
    copy = await heard(slack, "sam", "triage", ticket.card.id, "it hmus")
    await web.post("ana", f"/chat/posts/{post}/edit", text="it hums loudly")
    after = await heard(slack, "sam", "triage", ticket.card.id, "it hums loudly", "edited")
    assert after.id == copy.id
    await web.post("ana", f"/chat/posts/{post}/delete")

    async def gone() -> bool:
        posts = await slack.thread("sam", "triage", ticket.card.id)
        return not any("hums loudly" in one.text for one in posts)

    await world.until(gone, "the copy is gone")


async def test_one_request_id_leads_from_the_chat_to_every_delivery(world: World) -> None:
    slack = SlackDriver(world)
    ticket = await open_ticket(slack)
    await world.settled()
    lines: list[dict[str, Any]] = []

    def keep(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> NoReturn:
        lines.append(dict(line))
        raise structlog.DropEvent

    before = structlog.get_config()
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, keep],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    try:
        event = world.slack.send.message("U0ANA", "C0SUPPORT", "hello", thread_ts=ticket.thread)
        await world.slack.send.event(event, event_id="EvFOLLOWED")
        await heard(slack, "sam", "triage", ticket.card.id, "hello")
        await world.settled()
    finally:
        structlog.configure(**before)
    followed = [line for line in lines if line.get("request_id") == "EvFOLLOWED"]
    names = [line["event"] for line in followed]
    assert names[0] == "receipt.handled"
    sent = [(one["kind"], one["platform"]) for one in followed if one["event"] == "delivery.sent"]
    assert sorted(sent) == [
        ("card", "slack"), ("card", "slack"), ("card", "web"),
        ("message", "slack"), ("message", "web"),
    ]  # fmt: skip
    recorded = await world.office.sql(
        "SELECT DISTINCT type FROM events WHERE request_id = 'EvFOLLOWED'"
    )
    assert {kind for (kind,) in recorded} == {"MessagePosted"}


async def test_the_same_act_has_the_same_refusal_on_every_door(world: World) -> None:
    """One model: what REST calls a problem, web and Slack say in the same words."""
    web, slack = WebDriver(world), SlackDriver(world)
    ticket = await open_ticket(web, agents=slack)
    client, headers = world.client(), await world.key("sam")
    url = f"/api/v1/tickets/{ticket.number}"
    wrong = {"priority": "banana"}
    problem = (await client.patch(url, json=wrong, headers=headers)).json()
    [(field, words)] = [(one["field"], one["problem"]) for one in problem["errors"]]
    for door in (web, slack):
        await door.slash("sam", f"set {ticket.ref} priority:banana")
        answer = await told(door, "sam", words)
        assert field in answer.text
    await slack.slash("mia", f"claim {ticket.ref}")
    await card(web, "sam", ticket.ref, "Owner Mia")
    taken = (await client.post(f"{url}/claim", headers=headers)).json()
    assert taken["code"] == "ticket.already_claimed"
    for door in (web, slack):
        await door.slash("sam", f"claim {ticket.ref}")
        await told(door, "sam", f"Mia claimed {ticket.ref}")
    missing = (await client.get("/api/v1/tickets/9999", headers=headers)).json()
    for door in (web, slack):
        await door.slash("sam", "show 9999")
        await told(door, "sam", missing["detail"])
