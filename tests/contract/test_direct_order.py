"""What one person says directly is taken in in the order in which it was said."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.discord.platform import DiscordPlatform
from bot.incoming import Brought
from tests.contract.drivers.base import card, heard
from tests.contract.drivers.discord import DiscordDriver
from tests.contract.drivers.sharing import share_all
from tests.contract.world import PATIENCE, World


async def test_words_do_not_overtake_a_picture_that_takes_longer(
    world: World, discord: DiscordDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    await discord.slash("ana", "new The blue printer hums", room="direct")
    opened = await card(discord, "sam", "TIK-1")
    await world.settled()
    fetch, is_there = DiscordPlatform.fetch_file, asyncio.Event()

    async def slow(self: DiscordPlatform, brought: Brought) -> AsyncIterator[bytes]:
        await is_there.wait()
        async for chunk in fetch(self, brought):
            yield chunk

    monkeypatch.setattr(DiscordPlatform, "fetch_file", slow)
    await share_all(discord, "ana", "look at this", {"error.log": b"12:00 it failed"}, "direct")
    await discord.say("ana", "that is the error", "direct")

    async def overtakes() -> bool:
        query = "SELECT 1 FROM messages WHERE body = 'that is the error'"
        return bool(await world.office.sql(query))

    world.patience = 1.0
    with pytest.raises(AssertionError, match="did not happen"):
        await world.until(overtakes)
    world.patience = PATIENCE
    is_there.set()
    for words in ("look at this", "that is the error"):
        await heard(discord, "sam", "triage", opened.id, words)
    rows = await world.office.sql("SELECT body FROM messages ORDER BY id OFFSET 1")
    assert [body for (body,) in rows] == ["look at this", "that is the error"]
