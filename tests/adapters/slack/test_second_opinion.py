"""The same journeys at a Slack that others wrote, with our manifest's permissions alone.

It knows no slash commands, acts, Socket Mode, rates or limits of blocks: see the fake for those.
"""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import SecretStr

from adapters.slack.app import build_slack
from adapters.slack.platform import SlackPlatform
from bot.cards import Author, Button, Card, Fact, Form, FormField, Home, Row, Section, Text
from bot.incoming import Incoming, Kind, Spot
from bot.ports import Gone, PrivateAnswer, Refused, SendError, SentFile
from core.clock import SystemClock
from core.conversation.audience import Audience
from core.settings_chats import SlackSettings
from tests.adapters.slack.conftest import RecordingDesk
from tests.adapters.slack.emulated import BOT_TOKEN, Emulated, an_emulated_slack

SCRIPT = Path(__file__).parents[3] / "deploy" / "emulate.sh"
CARD = Card(
    title="The blue <printer> hums",
    ref="TIK-7",
    facts=(Fact(name="Customer", value="Ana & Bob"),),
    buttons=(Button(label="Claim", says="claim TIK-7 r1", style="primary"),),
)
SETTLED = Card(title="The blue <printer> hums", ref="TIK-7", body="Solved")


async def _program() -> str:
    said = await asyncio.create_subprocess_exec(
        str(SCRIPT), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    path, why = await said.communicate()
    if said.returncode:
        pytest.fail(why.decode())
    if not path.strip():
        pytest.skip(why.decode())
    return path.decode().strip()


@pytest.fixture
async def other() -> AsyncIterator[Emulated]:
    """The other Slack, with two colleagues in two channels, and our app in it."""
    async with an_emulated_slack(await _program()) as slack:
        yield slack


def _settings(slack: Emulated, token: str = BOT_TOKEN) -> SlackSettings:
    return SlackSettings(
        bot_token=SecretStr(token),
        signing_secret=SecretStr("secret"),
        triage_channel="C0TRIAGE",
        api_url=slack.api_url,
    )


@pytest.fixture
async def platform(other: Emulated) -> AsyncIterator[SlackPlatform]:
    """Our adapter, connected there."""
    slack = build_slack(_settings(other), RecordingDesk(), SystemClock())
    await slack.platform.connect()
    yield slack.platform
    await slack.platform.close()


async def _spot(other: Emulated, thread: str | None = None) -> Spot:
    team = (await other.call("auth.test"))["team_id"]
    channel = await other.channel("triage")
    return Spot(platform="slack", workspace=team, channel=channel, thread=thread)


async def _shown(other: Emulated, spot: Spot) -> list[dict[str, Any]]:
    said = await other.call("conversations.history", channel=spot.channel)
    found: list[dict[str, Any]] = said["messages"]
    return found


async def test_a_card_lives_in_a_channel(platform: SlackPlatform, other: Emulated) -> None:
    spot, delivery = await _spot(other), uuid4()
    assert await platform.find(spot, delivery) is None
    ref = await platform.post(spot, CARD, delivery=delivery)
    assert await platform.find(spot, delivery) == ref
    assert await platform.find(spot, uuid4()) is None
    await platform.update(spot, ref, SETTLED)
    [message] = await _shown(other, spot)
    assert message["ts"] == ref
    assert "Solved" in str(message["blocks"])

    thread = spot.model_copy(update={"thread": ref})
    said = Text(text="It *hums* <!channel>", author=Author(name="Ana", role="customer"))
    reply = uuid4()
    below = await platform.post(thread, said, delivery=reply)
    assert await platform.find(thread, reply) == below
    replies = (await other.call("conversations.replies", channel=spot.channel, ts=ref))["messages"]
    assert [one["ts"] for one in replies] == [ref, below]
    assert "<!channel>" not in str(replies[1])
    await platform.remove(thread, below)
    await platform.remove(thread, below)
    await platform.remove(spot, ref)
    with pytest.raises(Gone):
        await platform.update(spot, ref, CARD)
    assert await _shown(other, spot) == []


async def test_who_reads_and_who_they_are(platform: SlackPlatform, other: Emulated) -> None:
    spot = await _spot(other)
    assert await platform.audience_of(spot) is Audience.INTERNAL
    missing = spot.model_copy(update={"channel": "C0NOWHERE"})
    assert await platform.audience_of(missing) is Audience.PUBLIC
    sam = (await other.call("auth.test"))["user_id"]
    assert sam in await platform.readers_of(spot)


async def test_what_one_person_alone_sees(platform: SlackPlatform, other: Emulated) -> None:
    spot = await _spot(other)
    sam = (await other.call("auth.test"))["user_id"]
    assert await platform.answer(spot, PrivateAnswer(sam), CARD, delivery=uuid4())
    assert await _shown(other, spot) == []
    rows = (Row(title="TIK-7 The blue printer hums"),)
    home = Home(title="Hello Sam", sections=(Section(title="Mine", rows=rows),))
    await platform.show_home(spot, sam, home)
    form = Form(
        title="Assign TIK-7", says="assign TIK-7", fields=(FormField(name="to", label="To"),)
    )
    pressed = Incoming(
        kind=Kind.PRESS,
        key="one",
        spot=spot,
        sender=sam,
        at=SystemClock().now(),
        text="assign TIK-7",
    )
    trigger = (await other.call("views.generateTriggerId", BOT_TOKEN))["trigger_id"]
    await platform.open_form(str(trigger), form, pressed)
    with pytest.raises(SendError):
        await platform.open_form("not a trigger", form, pressed)


async def test_marks_and_words_that_are_read_again(
    platform: SlackPlatform, other: Emulated
) -> None:
    spot = await _spot(other)
    said = await other.call("chat.postMessage", channel=spot.channel, text="A *bold* & quiet word")
    written = await platform.read_message(spot, said["ts"])
    assert written is not None
    assert written.text == "A **bold** & quiet word"
    await platform.mark(spot, said["ts"], "waiting")
    await platform.mark(spot, said["ts"], "sent", was="waiting")
    await platform.mark(spot, said["ts"], "sent", was="waiting")
    [message] = await _shown(other, spot)
    assert len(message.get("reactions") or ()) == 1


async def test_a_file_is_brought_into_a_thread(platform: SlackPlatform, other: Emulated) -> None:
    spot = await _spot(other)
    root = await platform.post(spot, CARD, delivery=uuid4())
    thread = spot.model_copy(update={"thread": root})

    async def pieces() -> AsyncIterator[bytes]:
        yield b"line 1\n"
        yield b"line 2\n"

    file = SentFile(name="app.log", media_type="text/plain", size=14, content=pieces())
    ref = await platform.put_file(thread, file, delivery=UUID(int=7))
    assert ref
    replies = (await other.call("conversations.replies", channel=spot.channel, ts=root))["messages"]
    assert "app.log" in str(replies[1:])


async def test_a_wrong_token_is_refused(other: Emulated) -> None:
    slack = build_slack(_settings(other, ""), RecordingDesk(), SystemClock())
    with pytest.raises((Refused, SendError)):
        await slack.platform.connect()
    await slack.platform.close()
