"""CHT-11: 1,000 tickets that change twice a minute in 20 channels of one workspace."""

import pytest

from tests.contract.rating import (
    a_storm,
    busy_desk,
    change_all,
    everything_shown,
    keeps_to_the_rates,
)
from tests.contract.world import a_world

MINUTES = 3


@pytest.mark.long
async def test_a_thousand_tickets_lose_no_state_and_break_no_rate() -> None:
    async with a_world() as world:
        world.patience = 1500.0
        tickets = await busy_desk(world, channels=20, tickets=1000)
        for version in range(1, 2 * MINUTES + 1):
            await change_all(world, tickets, version)
            world.clock.move(seconds=30)
        await everything_shown(world, tickets, 2 * MINUTES)
        keeps_to_the_rates(world)


@pytest.mark.long
async def test_a_thousand_tickets_with_three_places_each_show_their_last_state() -> None:
    """Every ticket changes twice in a minute; the fakes say how often each card was painted."""
    async with a_world("discord", "teams") as world:
        world.patience = 1500.0
        await a_storm(world, tickets=1000, rounds=2)
