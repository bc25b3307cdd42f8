"""CHT-04: each verb, by each way in, on each platform, comes to the same in the core."""

import itertools
from collections.abc import Iterable

import pytest

from bot.grammar.registry import build_registry
from tests.contract.drivers.base import Driver
from tests.contract.drivers.discord import DiscordDriver
from tests.contract.drivers.doors import DRIVERS
from tests.contract.drivers.teams import TeamsDriver
from tests.contract.sampling import shift_of, spread
from tests.contract.ways.article import FILE, build_article
from tests.contract.ways.cases import CUSTOMERS, STAFF, Case
from tests.contract.ways.driving import carry_out, ways_of
from tests.contract.world import World

CASES = (*STAFF, *CUSTOMERS)


def case_name(case: Case) -> str:
    """The case in a test's name."""
    return "-".join(word for word in (case.who, case.verb, case.says.partition(" ")[0]) if word)


@pytest.mark.parametrize("case", CASES, ids=case_name)
async def test_it_comes_to_the_same_by_each_way_in(
    world: World, discord: DiscordDriver, teams: TeamsDriver, case: Case
) -> None:
    """Each door and each way once."""
    named = spread(tuple(DRIVERS), ways_of(case), shift_of(case_name(case)))
    await come_to_the_same(world, case, named)


@pytest.mark.long
@pytest.mark.parametrize("case", CASES, ids=case_name)
async def test_it_comes_to_the_same_by_each_way_on_each_door(
    world: World, discord: DiscordDriver, teams: TeamsDriver, case: Case
) -> None:
    await come_to_the_same(world, case, itertools.product(DRIVERS, ways_of(case)))


async def come_to_the_same(world: World, case: Case, said_by: Iterable[tuple[str, str]]) -> None:
    """Carry the case out by each of these ways on these doors, and compare."""
    macro = {"name": "hello", "text": "hello there"}
    answer = await world.client().post(
        "/api/v1/macros", json=macro, headers=await world.key("alex")
    )
    assert answer.status_code == 201
    doors: dict[str, Driver] = {slug: driver(world) for slug, driver in DRIVERS.items()}
    came_to = {f"{slug} by {way}": await carry_out(doors[slug], case, way) for slug, way in said_by}
    first, expected = next(iter(came_to.items()))
    for said, trace in came_to.items():
        assert trace == expected, f"{said} differs from {first}"
    changes = build_registry().verbs[case.verb].changes
    assert bool(expected) == (changes and not case.answers), expected


def test_no_verb_is_forgotten() -> None:
    registry = build_registry()
    for words, cases in (("ticket", STAFF), ("support", CUSTOMERS)):
        assert set(registry.of(words)) == {case.verb for case in cases}


def test_the_handbook_says_what_was_shown() -> None:
    assert FILE.read_text("utf-8") == build_article()
