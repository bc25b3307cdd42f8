"""Sending to Slack: posts, changes, private answers, pace."""

from datetime import timedelta

import pytest

from adapters.slack.platform import SlackPlatform
from bot.cards import Card, Text
from bot.incoming import Spot
from bot.ports import Gone, PrivateAnswer, Refused, TryLater
from core.ids import new_id
from core.settings_chats import SlackSettings
from tests.adapters.slack.conftest import SAM, SUPPORT, TRIAGE, MovableClock, spot
from tests.fakes.slack import FakeSlack

_HELLO = Text(text="<!channel> hello")


async def test_a_message_is_posted_changed_and_removed(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    ref = await platform.post(spot(), _HELLO, delivery=new_id())
    (message,) = slack.messages(TRIAGE)
    assert message["ts"] == ref
    assert message["blocks"][0]["text"]["text"] == "&lt;!channel&gt; hello"
    await platform.update(spot(), ref, Card(title="Changed"))
    assert message["blocks"][0]["text"]["text"] == "Changed"
    await platform.remove(spot(), ref)
    await platform.remove(spot(), ref)
    assert slack.messages(TRIAGE) == []
    assert slack.pings == []


async def test_nothing_asks_slack_to_look_for_names_or_links(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    ref = await platform.post(spot(), Text(text="@everyone https://example.org"), delivery=new_id())
    await platform.update(spot(), ref, Text(text="@channel"))
    (post,) = slack.calls("chat.postMessage")
    (update,) = slack.calls("chat.update")
    assert (post["unfurl_links"], post["unfurl_media"]) == (False, False)
    assert {(one["parse"], one["link_names"]) for one in (post, update)} == {("none", False)}
    assert slack.pings == []


async def test_a_reply_goes_into_its_thread(platform: SlackPlatform, slack: FakeSlack) -> None:
    root = await platform.post(spot(), _HELLO, delivery=new_id())
    ref = await platform.post(spot(thread=root), Text(text="in"), delivery=new_id())
    assert [one["ts"] for one in slack.messages(TRIAGE, root)] == [ref]


async def test_posts_in_one_channel_keep_to_slacks_pace(
    platform: SlackPlatform, clock: MovableClock, slack: FakeSlack
) -> None:
    async def fill(posts: int) -> TryLater:
        for _ in range(posts):
            await platform.post(spot(), _HELLO, delivery=new_id())
        with pytest.raises(TryLater) as caught:
            await platform.post(spot(), _HELLO, delivery=new_id())
        return caught.value

    refusal = await fill(4)
    assert refusal.everywhere is False
    assert refusal.retry_after == pytest.approx(1)
    await platform.post(spot(SUPPORT), _HELLO, delivery=new_id())
    clock.move(seconds=2)
    await fill(2)
    assert len(slack.messages(TRIAGE)) == 6


async def test_a_private_answer_uses_its_token_while_it_lasts(
    platform: SlackPlatform, slack: FakeSlack, clock: MovableClock
) -> None:
    hook = slack.new_hook(TRIAGE, SAM)
    to = PrivateAnswer(SAM, hook, clock.now() + timedelta(minutes=30))
    for _ in range(5):
        await platform.answer(spot(), to, _HELLO, delivery=new_id())
    assert slack.calls("chat.postEphemeral") == []
    assert {one["replace_original"] for one in slack.calls("response_url")} == {False}
    await platform.answer(spot(), to, _HELLO, delivery=new_id())
    assert slack.broken == ["hook.used"]
    clock.move(minutes=31)
    await platform.answer(spot(), to, _HELLO, delivery=new_id())
    assert len(slack.calls("chat.postEphemeral")) == 2
    assert {one["user"] for one in slack.ephemerals} == {SAM}
    assert slack.messages(TRIAGE) == []


async def test_a_token_that_leads_elsewhere_is_not_followed(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    other = FakeSlack(slack.clock)
    await other.start()
    try:
        to = PrivateAnswer(SAM, other.new_hook(TRIAGE, SAM))
        await platform.answer(spot(), to, _HELLO, delivery=new_id())
        assert other.requests == []
        assert [one["user"] for one in slack.ephemerals] == [SAM]
    finally:
        await other.stop()


async def test_another_workspace_is_refused(platform: SlackPlatform) -> None:
    elsewhere = Spot(platform="slack", workspace="T0OTHER", channel=TRIAGE)
    with pytest.raises(Refused):
        await platform.post(elsewhere, _HELLO, delivery=new_id())


async def test_a_private_answer_cannot_be_changed(platform: SlackPlatform) -> None:
    ref = await platform.answer(spot(), PrivateAnswer(SAM), _HELLO, delivery=new_id())
    with pytest.raises(Gone):
        await platform.update(spot(), ref, _HELLO)


async def test_a_token_of_nobody_is_refused(
    settings: SlackSettings, slack: FakeSlack, clock: MovableClock
) -> None:
    slack.bot = ""
    platform = SlackPlatform(settings, clock)
    with pytest.raises(Refused, match="not a bot token"):
        await platform.connect()
    assert platform.own is None
    await platform.close()
