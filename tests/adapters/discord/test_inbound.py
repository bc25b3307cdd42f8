"""What Discord tells becomes the neutral value that every platform gives. Pure."""

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.discord.addresses import Own, Where, to_where
from adapters.discord.inbound.interactions import to_command, to_press
from adapters.discord.inbound.messages import to_alert, to_edited, to_reacted, to_removed, to_said
from adapters.discord.inbound.reading import to_text
from bot.incoming import Kind

Json = dict[str, Any]

OWN = Own(application="700", user="900000001", name="Ticket", guild="100", role="900000002")
HERE = Where("200")
NOW = datetime(2026, 11, 28, tzinfo=UTC)
STAMP = "1576346777001394208"


def message(content: str = "the printer hums", **more: Any) -> Json:
    """A person's message."""
    author = {"id": "300000001", "username": "ana", "global_name": "Ana"}
    return {
        "id": STAMP,
        "channel_id": "200",
        "guild_id": "100",
        "type": 0,
        "author": author,
        "content": content,
        "mentions": [],
        "attachments": [],
        **more,
    }


def test_a_message_is_said_at_the_time_that_its_id_tells() -> None:
    said = to_said(message(), HERE, OWN)
    assert said is not None
    assert (said.kind, said.text, said.sender) == (Kind.SAID, "the printer hums", "300000001")
    assert (said.spot.workspace, said.spot.channel, said.spot.thread) == ("100", "200", None)
    assert said.stamp == STAMP
    assert said.at == datetime.fromtimestamp(((int(STAMP) >> 22) + 1_420_070_400_000) / 1000, UTC)


@pytest.mark.parametrize(
    "mention", ["<@900000001>", "<@!900000001>", "<@&900000002>", "  <@900000001>, "]
)
def test_a_mention_that_begins_it_makes_a_command(mention: str) -> None:
    said = to_said(message(f"{mention} claim TIK-1"), HERE, OWN)
    assert said is not None
    assert (said.kind, said.text) == (Kind.COMMAND, "claim TIK-1")


@pytest.mark.parametrize(
    "more",
    [
        {"author": {"id": "5", "bot": True}},
        {"author": {"id": OWN.user}},
        {"webhook_id": "1"},
        {"application_id": OWN.application},
        {"type": 7},
        {"content": ""},
    ],
)
def test_bots_we_ourselves_and_discords_own_lines_are_nobody(more: Json) -> None:
    assert to_said(message(**more), HERE, OWN) is None


def test_without_the_words_a_post_is_still_its_title() -> None:
    post = Where("400", STAMP, post=True, title="Cannot log in")
    said = to_said(message("", channel_id=STAMP), post, OWN)
    assert said is not None
    assert (said.text, said.title) == ("Cannot log in", "Cannot log in")


def test_an_answer_in_a_forum_has_no_title() -> None:
    said = to_said(message(), Where("400", "1", post=True, title="Cannot log in"), OWN)
    assert said is not None
    assert said.title == ""


def test_an_answer_to_our_words_in_direct_messages_belongs_to_the_card() -> None:
    direct = Where("500", direct=True)
    ours = {"id": "8", "message_reference": {"message_id": "7"}}
    said = to_said(
        message(message_reference={"message_id": "8"}, referenced_message=ours), direct, OWN
    )
    assert said is not None
    assert (said.spot.thread, said.direct) == ("7", True)


def _forwarding(**more: Any) -> Json:
    """Nothing but a forwarded message."""
    reference = {"type": 1, "channel_id": "201", "message_id": "7"}
    return message("", message_reference=reference, message_snapshots=[{"message": more}])


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (_forwarding(content="it **hums** <@55555>", mentions=[{"id": "55555", "username": "bob"}]),
         "Forwarded: it **hums** @bob"),
        (_forwarding(content="", attachments=[{"id": "9", "filename": "a.png"}]),
         "Forwarded: 📎 a.png"),
        (_forwarding(content="", sticker_items=[{"id": "1", "name": "wave"}]),
         "Forwarded: [sticker: wave]"),
        (message("", sticker_items=[{"id": "1", "name": "wave"}]), "[sticker: wave]"),
        (message("hi", sticker_items=[{"id": "1", "name": "wave"}]), "hi\n[sticker: wave]"),
        (message("", poll={"question": {"text": "Does it hum?"}}), "Does it hum?"),
    ],
)  # fmt: skip
def test_what_is_no_typed_text_says_something_too(told: Json, text: str) -> None:
    said = to_said(told, HERE, OWN)
    assert said is not None
    assert said.text == text


def test_what_is_forwarded_in_direct_messages_answers_no_card() -> None:
    said = to_said(_forwarding(content="it hums"), Where("500", direct=True), OWN)
    assert said is not None
    assert said.spot.thread is None


def test_an_edit_counts_once_for_each_time_it_was_made() -> None:
    edited = message("it hums loudly", edited_timestamp="2026-11-28T10:00:00+00:00")
    found = to_edited(edited, HERE, OWN)
    assert found is not None
    assert (found.kind, found.left) == (Kind.EDITED, ())
    assert found.key.endswith("2026-11-28T10:00:00+00:00")
    assert to_edited(message(edited_timestamp=None), HERE, OWN) is None


def test_an_edit_whose_contents_are_kept_from_us_takes_nothing_away() -> None:
    blank = message("", edited_timestamp="2026-11-28T10:00:00+00:00")
    assert to_edited(blank, HERE, OWN) is None
    file = {"id": "9", "filename": "a.png", "size": 4, "url": "https://cdn.discordapp.com/a.png"}
    left = to_edited(blank | {"attachments": [file]}, HERE, OWN)
    assert left is not None
    assert left.left == ("9",)


def test_who_removed_a_message_is_not_told() -> None:
    assert to_removed(STAMP, HERE, OWN, NOW).sender == ""


def test_an_emoji_put_there_again_counts_and_told_twice_does_not() -> None:
    event = {"user_id": "3", "message_id": STAMP, "emoji": {"id": None, "name": "👀"}}
    keys = [to_reacted(event, HERE, OWN, NOW, turn) for turn in ("a.1", "a.1", "a.2")]
    assert keys[0] == keys[1] != keys[2]
    assert to_reacted(event | {"user_id": OWN.user}, HERE, OWN, NOW, "a.3") is None


def test_an_emoji_taken_off_is_the_same_one_and_a_server_s_own_goes_by_its_name() -> None:
    event = {"user_id": "3", "message_id": STAMP, "emoji": {"id": "9", "name": "party"}}
    put = to_reacted(event, HERE, OWN, NOW, "a.1")
    off = to_reacted(event, HERE, OWN, NOW, "a.1", kind=Kind.UNREACTED)
    assert put is not None
    assert off is not None
    assert (put.emoji, off.emoji, off.kind) == (":party:", ":party:", Kind.UNREACTED)
    assert put.key != off.key


def test_another_bots_words_are_heard_outside_threads() -> None:
    alert = message("Disk full", author={"id": "5", "bot": True, "username": "pager"})
    found = to_alert(alert, HERE, OWN)
    assert found is not None
    assert (found.kind, found.sender, found.name) == (Kind.ALERTED, "5", "pager")
    assert to_alert(alert, Where("200", "1"), OWN) is None


def test_discords_marks_become_what_comes_nearest() -> None:
    said = to_text("__under__ ||hidden|| <:party:12345> <#123456> `<@1234567>`", {"1234567": "Sam"})
    assert said == "*under* hidden :party: #123456 `@Sam`"


def test_typed_options_are_the_command_that_one_would_type() -> None:
    asked = {
        "id": STAMP,
        "token": "t",
        "type": 2,
        "member": {"user": {"id": "3"}},
        "data": {
            "type": 1,
            "name": "ticket",
            "options": [
                {
                    "name": "assign",
                    "type": 1,
                    "options": [
                        {"name": "to", "type": 3, "value": "sam@example.org"},
                        {"name": "reason", "type": 3, "value": "knows it well"},
                        {"name": "ticket", "type": 3, "value": "TIK-1042"},
                    ],
                }
            ],
        },
    }
    said = to_command(asked, HERE, OWN)
    assert said is not None
    assert said.text == 'assign TIK-1042 to:sam@example.org reason:"knows it well"'
    assert said.awaited
    assert said.reply_token == "t"


def test_a_press_on_a_root_message_belongs_to_the_thread_below_it() -> None:
    asked = {
        "id": STAMP,
        "token": "t",
        "type": 3,
        "user": {"id": "3"},
        "message": {"id": "77", "flags": 0},
        "data": {"custom_id": "press:1:claim TIK-1 r7", "component_type": 2},
    }
    pressed = to_press(asked, HERE, OWN)
    assert pressed is not None
    assert (pressed.text, pressed.spot.thread, pressed.stamp) == ("claim TIK-1 r7", "77", "77")
    private = to_press(asked | {"message": {"id": "77", "flags": 64}}, HERE, OWN)
    assert private is not None
    assert (private.spot.thread, private.stamp) == (None, None)


def test_a_thread_is_named_by_its_channel_and_its_own_id() -> None:
    told = {"id": "9", "type": 12, "parent_id": "200", "name": "TIK-1"}
    assert to_where(told) == Where("200", "9", apart=True, title="TIK-1")
    assert to_where({"id": "9", "type": 2}) is None
