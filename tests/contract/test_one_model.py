"""One model of what may be put in: a form, a modal and REST refuse it in the same words."""

import pytest

from tests.contract.drivers.base import Driver
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.world import World

RIGHT = {"subject": "No ink", "description": "None at all"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"subject": "   "}, "subject"),
        ({"subject": "x" * 201}, "subject"),
        ({"customer": "nobody we know"}, "customer"),
        ({"description": "x" * 40_001}, "description"),
    ],
    ids=["empty", "long", "nobody", "endless"],
)
async def test_what_is_wrong_is_named_alike(
    world: World, wrong: dict[str, str], field: str
) -> None:
    draft = {**RIGHT, **wrong}
    client, headers = world.client(), await world.key("sam")
    answer = await client.post("/api/v1/tickets", json=draft, headers=headers)
    assert answer.status_code == 422
    named = {one["field"]: one["problem"] for one in answer.json()["errors"]}
    assert set(named) == {field}
    doors: tuple[Driver, ...] = (WebDriver(world), SlackDriver(world))
    if field == "customer":
        doors = doors[:1]  # Slack's menu offers people, or a new one's whole address
    for door in doors:
        form = await door.slash("sam", "new")
        assert form is not None
        again = await door.fill("sam", form, **draft)
        assert again is not None
        assert again.errors == named
    await world.settled()
    assert await world.office.sql("SELECT 1 FROM tickets") == []
