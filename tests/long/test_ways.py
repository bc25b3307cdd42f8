"""CHT-04: each verb, by each way in, on each platform that knows them all."""

import itertools

import pytest

from tests.contract.drivers.discord import DiscordDriver
from tests.contract.test_ways import CASES, DOORS, case_name, come_to_the_same
from tests.contract.ways.cases import Case
from tests.contract.ways.driving import ways_of
from tests.contract.world import World


@pytest.mark.long
@pytest.mark.parametrize("case", CASES, ids=case_name)
async def test_it_comes_to_the_same_by_each_way_on_each_door(
    world: World, discord: DiscordDriver, case: Case
) -> None:
    await come_to_the_same(world, case, itertools.product(DOORS, ways_of(case)))
