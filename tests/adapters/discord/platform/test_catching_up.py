"""What was said while nobody heard is read from each channel by itself."""

from datetime import timedelta
from typing import Any

import pytest

from adapters.discord.door.catching_up import CatchingUp, Heard
from adapters.discord.platform import DiscordPlatform
from tests.adapters.discord.wired import MovableClock
from tests.fakes.discord import Channel, FakeDiscord
from tests.fakes.discord import permissions as may

Json = dict[str, Any]


async def _caught_up(
    platform: DiscordPlatform, clock: MovableClock, *served: str
) -> list[tuple[str, str]]:
    """The channel and the words of each message that is read."""
    found: list[tuple[str, str]] = []

    async def take(event: str, message: Json) -> None:
        assert event == "MESSAGE_CREATE"
        found.append((message["channel_id"], message["content"]))

    now = clock.now()
    await CatchingUp(platform, take).run(Heard(now - timedelta(hours=1), served), now)
    return found


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.discord.door.catching_up._PAUSES", (0.0,) * 3)


async def test_a_channel_that_is_gone_or_hidden_holds_up_no_other_nor_does_a_stumble(
    fake: FakeDiscord, platform: DiscordPlatform, clock: MovableClock, general: Channel, ana: str
) -> None:
    hidden, slow = fake.add_channel("hidden"), fake.add_channel("slow")
    for channel in (hidden, slow, general):
        await fake.people.say(ana, channel, channel.name)
    thread = await fake.people.thread(ana, general, "room")
    await fake.people.say(ana, thread, "in the room")
    fake.overwrite(hidden, fake.bot, deny=may.VIEW_CHANNEL)
    fake.faults.trouble("status", "GET /channels/{channel}/messages", times=3, status=502)
    found = await _caught_up(platform, clock, "1", hidden.id, slow.id, general.id)
    assert found == [(slow.id, "slow"), (general.id, "general"), (thread.id, "in the room")]


async def test_served_channels_are_read_though_the_threads_are_not_listed(
    fake: FakeDiscord, platform: DiscordPlatform, clock: MovableClock, general: Channel, ana: str
) -> None:
    await fake.people.say(ana, general, "it hums")
    fake.faults.trouble("status", "GET /guilds/{guild}/threads/active", status=502)
    assert await _caught_up(platform, clock, general.id) == [(general.id, "it hums")]


async def test_served_channels_come_first_where_there_is_too_much_to_read(
    fake: FakeDiscord,
    platform: DiscordPlatform,
    clock: MovableClock,
    general: Channel,
    ana: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("adapters.discord.door.catching_up._MOST_CHANNELS", 1)
    thread = await fake.people.thread(ana, general, "room")
    await fake.people.say(ana, thread, "in the room")
    await fake.people.say(ana, general, "it hums")
    assert await _caught_up(platform, clock, general.id) == [(general.id, "it hums")]
