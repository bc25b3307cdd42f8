"""An unknown outcome is looked up by the id that a message carries."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest

from adapters.slack.platform import SlackPlatform
from bot.cards import Text
from bot.ports import OutcomeUnknown, PrivateAnswer
from core.ids import new_id
from tests.adapters.slack.conftest import ANA, SAM, TRIAGE, MovableClock, spot
from tests.fakes.slack import FakeSlack

_HELLO = Text(text="<!channel> hello")


def born(at: datetime) -> UUID:
    """An id of version 7 of that moment."""
    random = uuid4().int & ((1 << 80) - 1)
    value = (int(at.timestamp() * 1000) << 80) | random
    return UUID(int=(value & ~(0xF << 76)) | (0x7 << 76))


@pytest.mark.parametrize("threaded", [True, False])
async def test_a_delivery_is_found_again_behind_much_noise(
    platform: SlackPlatform, slack: FakeSlack, clock: MovableClock, threaded: bool
) -> None:
    root = await platform.post(spot(), _HELLO, delivery=new_id())
    place = spot(thread=root) if threaded else spot()
    clock.move(hours=1)
    refs = {}
    for delivery in (born(clock.now()), uuid4()):
        refs[delivery] = await platform.post(place, Text(text="x"), delivery=delivery)
        for _ in range(150):
            await slack.send.say(SAM, TRIAGE, "noise", **({"thread_ts": root} if threaded else {}))
    for delivery, ref in refs.items():
        assert await platform.find(place, delivery) == ref
    assert await platform.find(place, uuid4()) is None
    assert await platform.find(place, born(clock.now())) is None


async def test_looking_begins_where_the_delivery_was_born(
    platform: SlackPlatform, slack: FakeSlack, clock: MovableClock
) -> None:
    for _ in range(250):
        await slack.send.say(SAM, TRIAGE, "old noise")
    clock.move(hours=1)
    assert await platform.find(spot(), born(clock.now())) is None
    assert len(slack.calls("conversations.history")) == 1


async def test_only_our_own_message_counts_as_found(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    delivery = uuid4()
    ref = await platform.post(spot(), _HELLO, delivery=delivery)
    message = slack.channels[TRIAGE].messages[ref]
    message |= {"bot_id": "B0OTHER", "user": "U0OTHER"}
    assert await platform.find(spot(), delivery) is None


async def test_a_find_that_cannot_look_says_so(platform: SlackPlatform, slack: FakeSlack) -> None:
    slack.trouble("status", "conversations.history", status=503)
    with pytest.raises(OutcomeUnknown):
        await platform.find(spot(), new_id())
    slack.heal()
    slack.trouble("garbage", "conversations.history")
    with pytest.raises(OutcomeUnknown):
        await platform.find(spot(), new_id())
    with pytest.raises(OutcomeUnknown):
        await platform.find(spot("C0NOWHERE"), new_id())
    assert await platform.find(spot(thread="1.000001"), new_id()) is None


async def test_an_answer_lost_after_posting_is_unknown_and_then_found(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    delivery = uuid4()
    slack.trouble("drop", "chat.postMessage", times=1)
    with pytest.raises(OutcomeUnknown):
        await platform.post(spot(), _HELLO, delivery=delivery)
    (message,) = slack.messages(TRIAGE)
    assert await platform.find(spot(), delivery) == message["ts"]
    assert len(slack.calls("chat.postMessage")) == 1


async def test_a_private_answer_finds_a_person_outside_the_channel(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    await platform.answer(spot(), PrivateAnswer(ANA), _HELLO, delivery=new_id())
    (message,) = slack.messages("D0ANA")
    assert message["text"] == "&lt;!channel&gt; hello"
    assert slack.messages(TRIAGE) == []
