"""Whatever is done, wherever, whatever breaks: at rest every place shows what the core has.

``SEED=7`` repeats a run's choices, though never quite the same moments. What was found once
is kept below with its seed.
"""

import asyncio
import os
import random
import sys
from collections.abc import Collection

import httpx
import pytest

from core.conversation.mapping import OFF, map_channel
from core.conversation.places import served_channels
from tests.contract.convergence.breaking import break_something, heal
from tests.contract.convergence.liking import like
from tests.contract.convergence.places import differences
from tests.contract.convergence.story import Rest, Story
from tests.contract.convergence.unruly import Unruly
from tests.contract.drivers.base import Driver
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.wiring import ADDRESS
from tests.contract.world import World

SEQUENCES = int(os.environ.get("SEQUENCES", "10"))
"""Of each composition, in each of five desks: 200 in all. In a desk that is full of tickets
each look at a room takes long."""
AT_ONCE = 5
FEWEST, MOST = 3, 8
"""Acts of a sequence."""
LIKES = 0.3
"""How often somebody reacts instead."""
PATIENCE = 60.0
SEED = int(os.environ.get("SEED", "11"))
TOGETHER = ("slack web", "discord slack", "slack teams", "discord teams web")


@pytest.mark.parametrize("desk", range(5))
@pytest.mark.parametrize("names", TOGETHER)
async def test_places_converge(
    world: World, discord: Driver, teams: Driver, names: str, desk: int
) -> None:
    found = {"web": WebDriver(world), "slack": SlackDriver(world)}
    doors = {**found, "discord": discord, "teams": teams}
    await converge(world, {name: doors[name] for name in names.split()}, SEQUENCES, SEED + desk)


async def converge(
    world: World, doors: dict[str, Driver], sequences: int, seed: int, *, most: int = MOST
) -> None:
    """So many random sequences, a few at a time, of at most so many acts each; every place is
    compared after each."""
    sys.stdout.write(f"SEED={seed}\n")
    world.patience = PATIENCE
    rest = Rest(world)
    await _serve_only(world, doors)
    for first in range(0, sequences, AT_ONCE):
        dice = random.Random(f"{seed}:{first}")
        stories = [
            Story(world, rest, doors, random.Random(dice.random()), f"s{first + number}")
            for number in range(AT_ONCE)
        ]
        _reach(world, world.client())
        for story in stories:
            await story.begin(dice.choice((1, 2)))
        unruly = Unruly(httpx.ASGITransport(app=world.desk.app), dice)
        async with httpx.AsyncClient(transport=unruly, base_url=ADDRESS) as client:
            _reach(world, client)
            for _ in range(dice.randint(FEWEST, most)):
                acts = [_act(story) for story in stories]
                await asyncio.gather(break_something(world, sorted(doors), dice), *acts)
            heal(world)
            await unruly.drain()
        await world.settled()
        _reach(world, world.client())
        for story in stories:
            await story.insist()
        await world.settled()
        for story in stories:
            found = await differences(story)
            assert not found, "\n".join([f"SEED={seed} {story.name}", *found, *story.told])


async def _serve_only(world: World, platforms: Collection[str]) -> None:
    """What nobody compares need not be said."""
    async with world.office.work() as uow:
        for one in await served_channels(uow):
            if one.platform not in platforms:
                where = (one.platform, one.workspace, one.channel)
                await map_channel(uow, world.office.desk, *where, OFF)


async def _act(story: Story) -> None:
    if story.dice.random() < LIKES:
        story.told.append(await like(story))
    else:
        await story.act()


def _reach(world: World, client: httpx.AsyncClient) -> None:
    """All platforms speak to the desk through this client from now on."""
    world.slack.send.client = client
    for chat in world.chats.values():
        chat.reach(client)
