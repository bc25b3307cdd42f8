"""Slash commands and presses, over HTTP, as the desk hears them."""

from datetime import timedelta
from typing import Any

import pytest

from adapters.slack.app import Slack
from bot.cards import Button, Card, Option, Select
from bot.incoming import Kind, Spot
from core.ids import new_id
from tests.adapters.slack.conftest import SAM, TRIAGE, MovableClock, RecordingDesk
from tests.fakes.slack import FakeSlack


@pytest.mark.usefixtures("connected")
@pytest.mark.parametrize("words", ["ticket", "support", "desk"])
async def test_a_slash_command_is_told(
    slack: FakeSlack, desk: RecordingDesk, clock: MovableClock, words: str
) -> None:
    answer = await slack.send.slash(SAM, TRIAGE, f"/{words}", "list mine &amp; <@U0ANA|ana>")
    assert (answer.status_code, answer.content) == (200, b"")
    (heard,) = desk.told
    assert (heard.kind, heard.words, heard.text) == (Kind.COMMAND, words, "list mine & @U0ANA")
    assert heard.key.startswith(f"slack:{slack.team}:command:")
    assert heard.reply_token is not None
    assert heard.reply_token.startswith(slack.origin)
    assert heard.reply_until == clock.now() + timedelta(minutes=30)
    assert desk.asked == desk.told


@pytest.mark.usefixtures("connected")
async def test_an_unknown_command_is_answered(slack: FakeSlack, desk: RecordingDesk) -> None:
    answer = await slack.send.slash(SAM, TRIAGE, "/other")
    assert "don't know" in answer.text
    assert desk.told == []


async def _posted(adapter: Slack, slack: FakeSlack, thread: str | None = None) -> dict[str, Any]:
    spot = Spot(platform="slack", workspace=slack.team, channel=TRIAGE, thread=thread)
    card = Card(
        title="t",
        buttons=(Button(label="Claim", says="claim TIK-1 <r7>"),),
        selects=(Select(label="More", options=(Option(label="Escalate", says="escalate TIK-1"),)),),
    )
    ref = await adapter.platform.post(spot, card, delivery=new_id())
    return slack.channels[TRIAGE].messages[ref]


async def test_a_press_says_its_command(
    connected: Slack, slack: FakeSlack, desk: RecordingDesk
) -> None:
    message = await _posted(connected, slack)
    assert (await slack.send.press(SAM, TRIAGE, message, "Claim")).status_code == 200
    assert (await slack.send.press(SAM, TRIAGE, message, "Escalate")).status_code == 200
    claim, escalate = desk.told
    assert (claim.kind, claim.text) == (Kind.PRESS, "claim TIK-1 <r7>")
    assert escalate.text == "escalate TIK-1"
    assert (claim.spot.channel, claim.spot.thread) == (TRIAGE, message["ts"])
    assert claim.stamp == message["ts"]
    assert claim.key != escalate.key
    assert claim.reply_token is not None


async def test_two_people_pressing_at_once_are_two_acts(
    connected: Slack, slack: FakeSlack, desk: RecordingDesk
) -> None:
    message = await _posted(connected, slack)
    slack.add_user("U0KIM", "Kim")
    await slack.send.press(SAM, TRIAGE, message, "Claim")
    await slack.send.press("U0KIM", TRIAGE, message, "Claim")
    assert len({one.key for one in desk.told}) == 2


async def test_a_press_in_a_thread_belongs_to_the_thread(
    connected: Slack, slack: FakeSlack, desk: RecordingDesk
) -> None:
    root = await _posted(connected, slack)
    reply = await _posted(connected, slack, root["ts"])
    await slack.send.press(SAM, TRIAGE, reply, "Claim")
    assert desk.told[0].spot.thread == root["ts"]
    assert desk.told[0].stamp == reply["ts"]


async def test_a_press_on_a_private_answer_heads_no_thread(
    connected: Slack, slack: FakeSlack, desk: RecordingDesk
) -> None:
    message = dict(await _posted(connected, slack))
    slack.ephemerals.append(message)
    await slack.send.press(SAM, TRIAGE, message, "Claim")
    assert (desk.told[0].spot.thread, desk.told[0].stamp) == (None, None)
