"""Messages and mentions, signed and over HTTP, as the desk hears them."""

from typing import Any

import pytest

from bot.incoming import Kind
from tests.adapters.slack.conftest import ANA, SAM, SUPPORT, TRIAGE, RecordingDesk
from tests.fakes.slack import FakeSlack


@pytest.mark.usefixtures("connected")
async def test_a_message_is_told_before_it_is_acknowledged(
    slack: FakeSlack, desk: RecordingDesk
) -> None:
    said = await slack.send.say(ANA, SUPPORT, "The mail &amp; reset *never* arrive")
    assert [one.status_code for one in said.answers] == [200]
    (heard,) = desk.told
    assert heard.kind is Kind.SAID
    assert heard.text == "The mail & reset **never** arrive"
    assert heard.key == f"slack:{slack.team}:{SUPPORT}:{said.ts}"
    assert (heard.spot.channel, heard.spot.thread, heard.stamp) == (SUPPORT, None, said.ts)
    assert (heard.sender, heard.direct) == (ANA, False)


@pytest.mark.usefixtures("connected")
async def test_what_the_desk_cannot_keep_is_not_acknowledged(
    slack: FakeSlack, desk: RecordingDesk
) -> None:
    desk.broken = True
    said = await slack.send.say(ANA, SUPPORT, "hello")
    assert said.answers[0].status_code == 500
    assert (await slack.send.slash(SAM, TRIAGE, "/ticket", "list")).status_code == 500
    desk.broken = False
    assert (await slack.send.event(said.events[0], retry=1)).status_code == 200
    assert [one.text for one in desk.told] == ["hello"]


@pytest.mark.usefixtures("connected")
async def test_the_same_event_has_the_same_key_whatever_its_id(
    slack: FakeSlack, desk: RecordingDesk
) -> None:
    said = await slack.send.say(ANA, SUPPORT, "hello")
    await slack.send.event(said.events[0], retry=1)
    await slack.send.event(said.events[0], retry=2, event_id="EvANOTHER")
    assert len({one.key for one in desk.told}) == 1
    assert len(desk.told) == 3


@pytest.mark.usefixtures("connected")
async def test_a_mention_and_its_message_are_one_command(
    slack: FakeSlack, desk: RecordingDesk
) -> None:
    root = slack.next_stamp()
    said = await slack.send.say(
        SAM, TRIAGE, f"<@{slack.bot_user}> claim 1042 for <@{ANA}>", thread_ts=root
    )
    assert len(said.answers) == 2
    first, second = desk.told
    assert first.model_copy(update={"request_id": second.request_id}) == second
    assert first.kind is Kind.COMMAND
    assert (first.text, first.words) == (f"claim 1042 for @{ANA}", "ticket")
    assert (first.spot.thread, first.stamp) == (root, said.ts)


@pytest.mark.usefixtures("connected")
async def test_a_mention_in_the_middle_is_something_said(
    slack: FakeSlack, desk: RecordingDesk
) -> None:
    await slack.send.say(SAM, TRIAGE, f"I asked <@{slack.bot_user}> yesterday")
    assert {(one.kind, one.text) for one in desk.told} == {(Kind.SAID, "I asked @ticket yesterday")}


@pytest.mark.usefixtures("connected")
async def test_direct_messages_files_and_broadcasts_are_heard(
    slack: FakeSlack, desk: RecordingDesk
) -> None:
    slack.add_channel("D0ANA", ANA, kind="im")
    await slack.send.say(ANA, "D0ANA", "hello")
    files = [{"name": "screen.png"}]
    await slack.send.say(ANA, SUPPORT, "see", subtype="file_share", files=files)
    await slack.send.say(ANA, SUPPORT, "all", subtype="thread_broadcast", thread_ts="1.000001")
    assert [one.text for one in desk.told] == ["hello", "see", "all"]
    assert [one.name for one in desk.told[1].files] == ["screen.png"]
    assert [one.direct for one in desk.told] == [True, False, False]
    assert desk.told[2].spot.thread == "1.000001"


@pytest.mark.usefixtures("connected")
@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B0BOT"},
        {"bot_profile": {"id": "B0OTHER"}},
        {"user": "U0BOT"},
        {"subtype": "message_changed"},
        {"subtype": "channel_join"},
        {"subtype": "bot_message"},
        {"hidden": True},
        {"type": "reaction_added"},
        {"text": "  "},
    ],
)
async def test_what_no_person_said_is_acknowledged_and_dropped(
    slack: FakeSlack, desk: RecordingDesk, more: dict[str, Any]
) -> None:
    event = {"type": "message", "user": ANA, "text": "x", "ts": "1.2", "channel": SUPPORT} | more
    assert (await slack.send.event(event)).status_code == 200
    assert desk.told == []


@pytest.mark.usefixtures("connected")
async def test_another_workspace_is_not_ours(slack: FakeSlack, desk: RecordingDesk) -> None:
    event = {"type": "message", "user": ANA, "text": "x", "ts": "1.2", "channel": SUPPORT}
    stranger = await slack.send.event(event, team_id="T0OTHER", authorizations=[])
    assert (stranger.status_code, stranger.headers["X-Slack-No-Retry"]) == (404, "1")
    assert desk.told == []
    # In a shared channel the event names the other team; the authorisation names us.
    await slack.send.event(event, team_id="T0OTHER")
    assert [one.spot.workspace for one in desk.told] == [slack.team]
