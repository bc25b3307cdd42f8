"""Ten thousand random sequences, in fresh desks: places converge.

``make test-long SEQUENCES=500 SEED=7`` narrows it, and repeats a run's choices.
"""

import os
import sys
import time

import pytest

from tests.contract.drivers.doors import DRIVERS
from tests.contract.test_convergence import TOGETHER, converge
from tests.contract.world import a_world

SEQUENCES = int(os.environ.get("SEQUENCES", "10000"))
SEED = int(os.environ.get("SEED", "0")) or time.time_ns() % 1_000_000
IN_ONE = 10
MOST = 12
"""Acts of a sequence: half as many again as in a quick run."""


@pytest.mark.long
async def test_places_converge_whatever_is_done() -> None:
    for first in range(0, SEQUENCES, IN_ONE):
        names = TOGETHER[first // IN_ONE % len(TOGETHER)].split()
        async with a_world(*sorted({"discord", "teams"} & set(names))) as world:
            doors = {name: DRIVERS[name](world) for name in names}
            sequences = min(IN_ONE, SEQUENCES - first)
            await converge(world, doors, sequences, SEED + first, most=MOST)
        sys.stdout.write(f"{first + IN_ONE} sequences, SEED={SEED}\n")
