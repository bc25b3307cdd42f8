"""The same thing delivered again is one thing."""

import asyncio

import pytest

from bot.incoming import Incoming
from tests.contract.chats.teams import SUPPORT, account
from tests.contract.drivers.base import card, heard
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.teams import TeamsDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import open_ticket
from tests.contract.world import World


async def test_a_slack_event_three_times_once_with_a_new_id_is_one_note(world: World) -> None:
    slack = SlackDriver(world)
    ticket = await open_ticket(slack)
    said = await world.slack.send.say("U0SAM", "C0TRIAGE", "toner is low", thread_ts=ticket.card.id)
    await asyncio.gather(
        world.slack.send.event(said.events[0], retry=1),
        world.slack.send.event(said.events[0], retry=2, event_id="EvANOTHER"),
    )
    await world.settled()
    await world.slack.send.event(said.events[0], retry=3, event_id="EvLATER")
    await world.settled()
    [(count,)] = await world.office.sql("SELECT count(*) FROM messages WHERE body = 'toner is low'")
    assert count == 1


async def test_a_slack_press_and_form_delivered_again_open_one_ticket(world: World) -> None:
    slack = SlackDriver(world)
    thread = await slack.say("ana", "The blue printer hums", "support")
    answer = await heard(slack, "ana", "support", thread, "")
    stamp = world.slack.next_stamp()
    for _ in range(2):
        # Slack repeats a press with the very same action.
        payload = dict(answer.raw)
        await _press_at(world, payload, stamp)
    await world.settled()
    form = await slack.slash("bob", "new", room="support")
    assert form is not None
    for _ in range(3):
        await slack.fill("bob", form, subject="No ink", description="None")
    await world.settled()
    rows = await world.office.sql("SELECT subject FROM tickets ORDER BY number")
    assert [subject for (subject,) in rows] == ["The blue printer hums", "No ink"]


async def _press_at(world: World, message: dict[str, object], stamp: str) -> None:
    fake = world.slack
    fixed, fake.next_stamp = fake.next_stamp, lambda: stamp  # type: ignore[method-assign]
    try:
        await fake.send.press("U0ANA", "C0SUPPORT", message, "Open a ticket")
    finally:
        fake.next_stamp = fixed  # type: ignore[method-assign]


async def test_a_web_post_press_and_form_sent_again_are_one(world: World) -> None:
    web = WebDriver(world)
    for _ in range(3):
        await web.post("ana", "/chat/send", text="It hums", channel="support", nonce="n1")
    [post] = [p for p in await web.room("ana", "support") if "It hums" in p.text]
    answer = await heard(web, "ana", "support", post.id, "")
    said = next(said for label, said in answer.raw.acts if label == "Open a ticket")
    await asyncio.gather(*(web.post("ana", "/chat/press", **said) for _ in range(3)))
    await card(web, "sam", "TIK-", "It hums")
    fields = {"f.subject": "No ink", "f.description": "None", "says": "new", "nonce": "n2"}
    for _ in range(3):
        await web.post("ana", "/chat/form", channel="support", **fields)
    await world.settled()
    rows = await world.office.sql("SELECT subject FROM tickets ORDER BY number")
    assert [subject for (subject,) in rows] == ["It hums", "No ink"]


async def test_a_rest_post_repeated_with_its_key_opens_one_ticket(world: World) -> None:
    client, headers = world.client(), await world.key("sam")
    draft = {"subject": "No ink", "customer": "ana@example.org"}
    once = {**headers, "Idempotency-Key": "k1"}
    answers = [await client.post("/api/v1/tickets", json=draft, headers=once) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["number"] for answer in answers}) == 1
    [(count,)] = await world.office.sql("SELECT count(*) FROM tickets")
    assert count == 1


async def test_what_teams_tells_again_is_one_and_what_is_said_again_later_is_two(
    world: World, teams: TeamsDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = await open_ticket(teams)
    tell = world.desk.router.tell

    async def slow(incoming: Incoming) -> None:
        await tell(incoming)
        world.clock.move(seconds=16)

    with monkeypatch.context() as patch:
        patch.setattr(world.desk.router, "tell", slow)
        said = await teams.fake.send.say(account("ana"), SUPPORT, "it hums", ticket.thread)
    assert said.activity is not None
    assert said.answers == []  # it was told twice by now, and both answers came too late
    assert (await teams.fake.send.again(said.activity)).status_code == 200
    await heard(teams, "sam", "triage", ticket.card.id, "it hums")
    await world.settled()
    assert await _said(world, "it hums") == 1
    world.clock.move(seconds=30)
    await teams.say("ana", "it hums", "support", ticket.thread)
    await world.settled()
    assert await _said(world, "it hums") == 2


async def test_who_says_the_same_twice_in_teams_is_heard_twice(
    world: World, teams: TeamsDriver
) -> None:
    ticket = await open_ticket(teams)
    await teams.say("ana", "yes", "support", ticket.thread)
    world.clock.move(seconds=15)
    await teams.say("ana", "yes", "support", ticket.thread)
    await world.settled()
    assert await _said(world, "yes") == 2
    before = len(await teams.private("sam"))
    for _ in range(2):
        await teams.mention("sam", "list mine")
    await world.settled()
    assert len(await teams.private("sam")) == before + 2


async def _said(world: World, words: str) -> int:
    query = "SELECT count(*) FROM messages WHERE body = :words"
    [(count,)] = await world.office.sql(query, words=words)
    return int(count)
