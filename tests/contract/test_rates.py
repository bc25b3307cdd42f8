"""CHT-11: more changes than Slack allows repaints lose no state and break no rate."""

import pytest

from tests.contract.rating import (
    a_storm,
    busy_desk,
    change_all,
    everything_shown,
    keeps_to_the_rates,
)
from tests.contract.world import World


async def test_many_changes_merge_into_as_many_repaints_as_slack_allows(world: World) -> None:
    tickets = await busy_desk(world, channels=2, tickets=16)
    for version in (1, 2):
        await change_all(world, tickets, version)
        world.clock.move(seconds=20)
    await everything_shown(world, tickets, 2)
    keeps_to_the_rates(world)


@pytest.mark.usefixtures("discord", "teams")
async def test_a_storm_of_changes_paints_every_card_on_three_platforms_as_often_at_most(
    world: World,
) -> None:
    await a_storm(world, tickets=6, rounds=3)
