"""Whoever asks us something in Discord is answered in time, though Discord fails for a moment."""

import pytest

from tests.contract.drivers.base import told
from tests.contract.drivers.discord import DiscordDriver
from tests.contract.world import World

CALLBACK = "POST /interactions/{interaction}/{token}/callback"


@pytest.mark.parametrize("kind", ["refuse", "status", "limited", "drop", "garbage"])
async def test_the_first_answer_is_tried_again(
    world: World, discord: DiscordDriver, kind: str
) -> None:
    discord.fake.faults.trouble(kind, CALLBACK, times=3)
    await discord.slash("sam", "help")  # returns once it is answered
    await told(discord, "sam", "What you can say")
