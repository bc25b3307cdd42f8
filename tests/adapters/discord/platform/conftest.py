"""Our side of a Discord with staff, and a channel that they alone see."""

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from adapters.discord.platform import DiscordPlatform
from core.settings_chats import DiscordSettings
from tests.adapters.discord.wired import MovableClock
from tests.fakes.discord import Channel, FakeDiscord

POST, PATCH = "POST /channels/{channel}/messages", "PATCH /channels/{channel}/messages/{message}"
SPEAK = "POST /webhooks/{webhook}/{token}"


@pytest.fixture
def staff(fake: FakeDiscord) -> str:
    """The role of staff."""
    return fake.add_role("Support staff")


@pytest.fixture
def triage(fake: FakeDiscord, staff: str) -> Channel:
    """A channel that staff alone see."""
    return fake.add_channel("triage", "private", seen_by=(staff,))


@pytest.fixture
def settings(fake: FakeDiscord, staff: str, triage: Channel) -> DiscordSettings:
    """What leads to the fake."""
    return DiscordSettings(
        token=SecretStr(fake.token),
        guild_id=fake.guild,
        triage_channel=triage.id,
        staff_role=staff,
        api_url=fake.api_url,
        gateway_url=fake.gateway_url,
    )


@pytest.fixture
async def platform(
    settings: DiscordSettings, clock: MovableClock
) -> AsyncIterator[DiscordPlatform]:
    """Our side."""
    made = DiscordPlatform(settings, clock)
    yield made
    await made.close()
