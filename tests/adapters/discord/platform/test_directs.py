"""Direct messages that Discord does not open at once: who it is is known all the same."""

from uuid import uuid4

import pytest

from adapters.discord.platform import DiscordPlatform
from bot.cards import Text
from bot.ports import PrivateAnswer, TryLater
from core.conversation.audience import Audience
from core.ids import new_id
from tests.adapters.discord.platform.at import spot
from tests.fakes.discord import FakeDiscord, texts_of


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
