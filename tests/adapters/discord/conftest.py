"""A fake Discord with Ana, Sam, a channel and a forum; discord.py is led to it."""

from collections.abc import AsyncIterator

import pytest

from tests.adapters.discord.wired import MovableClock, lead_to
from tests.fakes.discord import Channel, FakeDiscord


@pytest.fixture
def clock() -> MovableClock:
    """A clock that stands still."""
    return MovableClock()


@pytest.fixture
async def fake(monkeypatch: pytest.MonkeyPatch, clock: MovableClock) -> AsyncIterator[FakeDiscord]:
    """A server."""
    made = FakeDiscord(clock)
    await made.start()
    lead_to(made, monkeypatch)
    yield made
    await made.stop()


@pytest.fixture
def ana(fake: FakeDiscord) -> str:
    """A customer."""
    return fake.add_user("Ana")


@pytest.fixture
def sam(fake: FakeDiscord) -> str:
    """An agent."""
    return fake.add_user("Sam")


@pytest.fixture
def general(fake: FakeDiscord) -> Channel:
    """A channel that all can see."""
    return fake.add_channel("general")


@pytest.fixture
def forum(fake: FakeDiscord) -> Channel:
    """A forum with two tags."""
    return fake.add_channel("help", "forum", tags=("Open", "Solved"))
