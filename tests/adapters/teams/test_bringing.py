"""Files that were accepted on their card, on a line so slow that Teams does not wait for them."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest

from adapters.teams.platform import TeamsPlatform
from bot.ports import Refused, SentFile
from core.conversation.files import Files
from tests.adapters.teams.conftest import SAM, spot
from tests.fakes.teams import FakeTeams
from tests.fakes.teams.state import Message

CHAT = "a:1sam"


@pytest.fixture
async def offer(platform: TeamsPlatform, teams: FakeTeams, files: Files) -> Message:
    """The card on which Sam is offered a file."""

    async def content() -> AsyncIterator[bytes]:
        yield b"hello"

    await files.store.write("acme/log.txt", content())
    sent = SentFile("log.txt", "text/plain", 5, content(), "acme/log.txt")
    await platform.put_file(spot(CHAT), sent, delivery=uuid4())
    (found,) = teams.seen_by(SAM, CHAT)
    return found


@pytest.fixture
def gate(platform: TeamsPlatform, monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Nothing is brought before this is set, and Teams waits for nothing."""
    monkeypatch.setattr("adapters.teams.door.bringing._IN_TIME", 0.01)
    opened, bring = asyncio.Event(), platform.files.bring

    async def slow(*given: Any) -> Any:
        await opened.wait()
        return await bring(*given)

    monkeypatch.setattr(platform.files, "bring", slow)
    return opened


async def test_what_takes_longer_than_teams_waits_comes_all_the_same_and_once(
    teams: FakeTeams, offer: Message, gate: asyncio.Event
) -> None:
    for _ in range(2):
        assert (await teams.files.accept(SAM, offer)).error is None
    gate.set()
    await teams.wait_for(lambda: offer.deleted)
    shown = str([one.activity for one in teams.seen_by(SAM, CHAT)])
    assert shown.count("card.file.info") == 1
    assert teams.files.drives[SAM] == {"log.txt": b"hello"}


async def test_what_fails_after_that_is_told_in_the_chat_once(
    platform: TeamsPlatform,
    teams: FakeTeams,
    offer: Message,
    gate: asyncio.Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def fails(*_: Any) -> Any:
        await gate.wait()
        raise Refused("The file is gone.")

    monkeypatch.setattr(platform.files, "bring", fails)
    for _ in range(2):
        assert (await teams.files.accept(SAM, offer)).error is None
    gate.set()
    await teams.wait_for(lambda: len(teams.seen_by(SAM, CHAT)) > 1)
    monkeypatch.undo()
    async with asyncio.timeout(60):
        while not offer.deleted:  # it may be tried again
            assert (await teams.files.accept(SAM, offer)).error is None
    told = [one for one in teams.seen_by(SAM, CHAT) if "could not be brought" in str(one.activity)]
    assert len(told) == 1
