"""Edits, removals and reactions in Slack, signed and over HTTP, as the desk hears them."""

from typing import Any

import pytest

from bot.incoming import Kind
from tests.adapters.slack.conftest import ANA, SAM, SUPPORT, TRIAGE, RecordingDesk
from tests.fakes.slack import FakeSlack

pytestmark = pytest.mark.usefixtures("connected")


async def said(slack: FakeSlack, desk: RecordingDesk, text: str, **more: Any) -> str:
    """Something that Ana says; what the desk heard of it is forgotten."""
    one = await slack.send.say(ANA, SUPPORT, text, **more)
    desk.told.clear()
    return one.ts


async def test_an_edit_is_told_as_the_message_reads_now(
    slack: FakeSlack, desk: RecordingDesk
) -> None:
    root = await said(slack, desk, "root")
    stamp = await said(slack, desk, "it hmus", thread_ts=root)
    assert (await slack.change.edit(SUPPORT, stamp, "it *hums* &lt;3")).status_code == 200
    [heard] = desk.told
    assert (heard.kind, heard.text, heard.sender) == (Kind.EDITED, "it **hums** <3", ANA)
    assert (heard.spot.thread, heard.stamp) == (root, stamp)


async def test_the_same_edit_is_one_and_two_edits_are_two(
    slack: FakeSlack, desk: RecordingDesk
) -> None:
    stamp = await said(slack, desk, "one")
    event = slack.change.edited(SUPPORT, stamp, "two")
    await slack.send.event(event)
    await slack.send.event(event, retry=1, event_id="EvAGAIN")
    await slack.change.edit(SUPPORT, stamp, "three")
    await slack.change.edit(SUPPORT, stamp, "two")
    keys = [one.key for one in desk.told]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3
    assert [one.text for one in desk.told] == ["two", "two", "three", "two"]


async def test_a_preview_is_no_edit_and_neither_is_anything_of_ours_or_of_a_bot(
    slack: FakeSlack, desk: RecordingDesk
) -> None:
    stamp = await said(slack, desk, "look: https://example.org")
    await slack.change.unfurl(SUPPORT, stamp)
    for author in ({"user": slack.bot_user}, {"bot_id": slack.bot}, {"bot_id": "B0OTHER"}):
        theirs = slack.send.message(ANA, SUPPORT, "x")
        slack.channels[SUPPORT].messages[theirs["ts"]].update(author)
        await slack.change.edit(SUPPORT, theirs["ts"], "y")
        await slack.change.remove(SUPPORT, theirs["ts"])
    assert desk.told == []


async def test_a_file_taken_out_of_a_message_is_named(
    slack: FakeSlack, desk: RecordingDesk
) -> None:
    first, second = slack.share("a.txt", b"a"), slack.share("b.txt", b"b")
    stamp = await said(slack, desk, "see", subtype="file_share", files=[first, second])
    gone = {"id": second["id"], "mode": "tombstone"}
    await slack.change.edit(SUPPORT, stamp, "see", files=[first, gone])
    [heard] = desk.told
    assert (heard.kind, heard.text, heard.gone) == (Kind.EDITED, "see", (second["id"],))


async def test_a_removal_is_told_once_with_its_author(
    slack: FakeSlack, desk: RecordingDesk
) -> None:
    stamp = await said(slack, desk, "oops")
    event = slack.change.removed(SUPPORT, stamp)
    await slack.send.event(event)
    await slack.send.event(event, retry=1, event_id="EvAGAIN")
    assert len({one.key for one in desk.told}) == 1
    heard = desk.told[0]
    assert (heard.kind, heard.stamp, heard.sender) == (Kind.DELETED, stamp, ANA)


async def test_a_root_whose_thread_stays_is_removed_too_and_its_tombstone_is_not(
    slack: FakeSlack, desk: RecordingDesk
) -> None:
    root = await said(slack, desk, "my password is x")
    await said(slack, desk, "below", thread_ts=root)
    await slack.change.remove(SUPPORT, root)
    [heard] = desk.told
    assert (heard.kind, heard.stamp, heard.text) == (Kind.DELETED, root, "")
    tomb = slack.channels[SUPPORT].messages[root]
    clearing = {
        **{"type": "message", "subtype": "message_deleted", "channel": SUPPORT},
        **{"deleted_ts": root, "previous_message": tomb, "ts": slack.next_stamp()},
    }
    assert (await slack.send.event(clearing)).status_code == 200
    assert len(desk.told) == 1


async def test_a_reaction_names_emoji_message_and_person(
    slack: FakeSlack, desk: RecordingDesk
) -> None:
    stamp = await said(slack, desk, "help")
    event = slack.change.reacted(SAM, SUPPORT, stamp, "eyes::skin-tone-2")
    await slack.send.event(event)
    await slack.send.event(event, retry=1, event_id="EvAGAIN")
    await slack.change.react(SAM, SUPPORT, stamp, "eyes::skin-tone-2")
    first, same, another = desk.told
    assert (first.kind, first.text, first.sender) == (Kind.REACTED, "eyes::skin-tone-2", SAM)
    assert (first.spot.channel, first.stamp) == (SUPPORT, stamp)
    assert first.key == same.key != another.key
    await slack.change.react(SAM, SUPPORT, stamp, "eyes::skin-tone-2", off=True)
    gone = desk.told[-1]
    assert (gone.kind, gone.emoji, gone.stamp) == (Kind.UNREACTED, first.emoji, stamp)
    assert gone.key not in {first.key, another.key}


@pytest.mark.parametrize(
    ("name", "sign"), [("eyes::skin-tone-2", "👀"), ("+1", "👍"), ("our_parrot", ":our_parrot:")]
)
async def test_a_reaction_is_shown_by_its_sign_if_others_know_it(
    slack: FakeSlack, desk: RecordingDesk, name: str, sign: str
) -> None:
    await slack.change.react(SAM, SUPPORT, await said(slack, desk, "help"), name)
    assert desk.told[-1].emoji == sign


@pytest.mark.parametrize(
    "more",
    [
        {"user": "U0BOT"},
        {"user": "USLACKBOT"},
        {"item": {"type": "file", "file": "F1"}},
    ],
)
async def test_reactions_that_say_nothing_are_dropped(
    slack: FakeSlack, desk: RecordingDesk, more: dict[str, Any]
) -> None:
    stamp = await said(slack, desk, "help")
    await slack.send.event(slack.change.reacted(SAM, SUPPORT, stamp, "eyes") | more)
    assert desk.told == []


async def test_without_the_permission_slack_tells_of_no_reactions(slack: FakeSlack) -> None:
    event = await slack.send.say(ANA, SUPPORT, "help")
    slack.scopes = {"chat:write"}
    assert await slack.change.react(SAM, SUPPORT, event.ts, "eyes") is None


async def test_what_a_bot_says_is_told_as_an_alert_for_the_desk_to_judge(
    slack: FakeSlack, desk: RecordingDesk
) -> None:
    plain = await slack.change.alert("B0PAGER", SUPPORT, "Disk *full*")
    parts = [{"title": "CPU", "text": "at 99 %", "fallback": "CPU at 99 %"}, {"fallback": "more"}]
    await slack.change.alert("B0PAGER", SUPPORT, "", attachments=parts)
    blocks = [{"type": "header", "text": {"type": "plain_text", "text": "Down"}}]
    await slack.change.alert("B0PAGER", TRIAGE, "", blocks=blocks, username="Nagios")
    heard = [(one.kind, one.sender, one.name, one.text) for one in desk.told]
    assert heard == [
        (Kind.ALERTED, "B0PAGER", "Pager", "Disk **full**"),
        (Kind.ALERTED, "B0PAGER", "Pager", "CPU\nat 99 %\nmore"),
        (Kind.ALERTED, "B0PAGER", "Nagios", "Down"),
    ]
    assert desk.told[0].key == f"slack:{slack.team}:{SUPPORT}:{plain['ts']}"


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B0BOT"},
        {"user": "U0BOT"},
        {"thread_ts": "1.000001"},
        {"text": ""},
        {"metadata": {"event_type": "deskhand_delivery"}},
    ],
)
async def test_what_we_said_ourselves_and_what_another_desk_says_is_dropped(
    slack: FakeSlack, desk: RecordingDesk, more: dict[str, Any]
) -> None:
    await slack.change.alert("B0PAGER", SUPPORT, "Disk full")
    assert len(desk.told) == 1
    bare = {"type": "message", "subtype": "bot_message", "bot_id": "B0PAGER", "text": "Disk full"}
    event = bare | {"channel": SUPPORT, "ts": "1790000000.000100"} | more
    assert (await slack.send.event(event)).status_code == 200
    assert len(desk.told) == 1
