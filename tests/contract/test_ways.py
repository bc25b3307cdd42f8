"""CHT-04: each verb, by each way in, on each platform, comes to the same in the core."""

import pytest

from bot.grammar.registry import build_registry
from tests.contract.drivers.base import Driver
from tests.contract.drivers.discord import DiscordDriver
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.ways.article import FILE, build_article
from tests.contract.ways.cases import CUSTOMERS, STAFF, Case
from tests.contract.ways.driving import carry_out, ways_of
from tests.contract.world import World

CASES = (*STAFF, *CUSTOMERS)


def _name(case: Case) -> str:
    return "-".join(word for word in (case.who, case.verb, case.says.partition(" ")[0]) if word)


@pytest.mark.parametrize("case", CASES, ids=_name)
async def test_it_comes_to_the_same_by_each_way_in(
    world: World, discord: DiscordDriver, case: Case
) -> None:
    macro = {"name": "hello", "text": "hello there"}
    answer = await world.client().post(
        "/api/v1/macros", json=macro, headers=await world.key("alex")
    )
    assert answer.status_code == 201
    doors: tuple[Driver, ...] = (WebDriver(world), SlackDriver(world), discord)
    came_to: dict[str, list[str]] = {}
    for door in doors:
        for way in ways_of(case):
            came_to[f"{door.slug} by {way}"] = await carry_out(door, case, way)
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
