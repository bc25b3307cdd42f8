"""Private answers by their token and directly, where Discord takes them later or not at all."""

from uuid import uuid4

import pytest

from adapters.discord.inbound.interactions import REPLY_LASTS
from adapters.discord.platform import DiscordPlatform
from adapters.discord.sending.responding import Responder
from bot.cards import Button, Card, Text
from bot.ports import PrivateAnswer, TryLater
from core.conversation.audience import Audience
from core.ids import new_id
from tests.adapters.discord.platform.at import spot
from tests.adapters.discord.wired import MovableClock
from tests.fakes.discord import Channel, FakeDiscord, Interaction, texts_of


async def test_who_cannot_be_reached_yet_is_known_and_reached_later(
    fake: FakeDiscord, platform: DiscordPlatform, ana: str
) -> None:
    fake.openable_dms = 0
    profile = await platform.profile(fake.guild, ana)
    assert profile is not None
    assert profile.name == "Ana"
    there = spot(fake, profile.direct)
    with pytest.raises(TryLater):
        await platform.post(there, Text(text="psst"), delivery=new_id())
    fake.openable_dms = None
    delivery = uuid4()
    posted = await platform.post(there, Text(text="psst"), delivery=delivery)
    assert await platform.find(there, delivery) == posted
    await platform.update(there, posted, Text(text="changed"))
    assert [texts_of(one) for one in fake.dm_of(ana).messages.values()] == ["changed"]
    assert await platform.audience_of(there) is Audience.PUBLIC
    assert await platform.readers_of(there) == {fake.bot, ana}


async def test_a_private_answer_waits_while_too_many_are_opened(
    fake: FakeDiscord, platform: DiscordPlatform, ana: str
) -> None:
    fake.openable_dms = 0
    with pytest.raises(TryLater):
        await platform.answer(
            spot(fake, fake.guild), PrivateAnswer(ana), Text(text="x"), delivery=new_id()
        )


async def test_an_answer_that_overtakes_the_acknowledgement_waits_for_it(
    fake: FakeDiscord, platform: DiscordPlatform, general: Channel, ana: str, clock: MovableClock
) -> None:
    pressed = await _pressed(fake, platform, general, ana)
    to = PrivateAnswer(ana, pressed.token, clock.now() + REPLY_LASTS)
    with pytest.raises(TryLater) as raised:
        await platform.answer(spot(fake, general), to, Text(text="psst"), delivery=new_id())
    assert raised.value.retry_after == 1.0
    await Responder(platform.calls).take({"id": pressed.id, "token": pressed.token})
    await platform.answer(spot(fake, general), to, Text(text="psst"), delivery=new_id())
    assert [texts_of(one) for one in pressed.followups] == ["psst"]
    assert not fake.dm_of(ana).messages


async def test_what_was_never_acknowledged_is_answered_directly_in_the_end(
    fake: FakeDiscord, platform: DiscordPlatform, general: Channel, ana: str, clock: MovableClock
) -> None:
    pressed = await _pressed(fake, platform, general, ana)
    to = PrivateAnswer(ana, pressed.token, clock.now() + REPLY_LASTS)
    clock.move(seconds=31)
    await platform.answer(spot(fake, general), to, Text(text="psst"), delivery=new_id())
    assert [texts_of(one) for one in fake.dm_of(ana).messages.values()] == ["psst"]


async def _pressed(
    fake: FakeDiscord, platform: DiscordPlatform, general: Channel, ana: str
) -> Interaction:
    """Ana presses a button of ours, and nobody has acknowledged it yet."""
    card = Card(title="t", buttons=(Button(label="Claim", says="claim TIK-1"),))
    posted = await platform.post(spot(fake, general), card, delivery=new_id())
    return await fake.ask.press(ana, general.messages[posted], "Claim", wait=False)
