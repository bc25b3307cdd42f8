"""A desk at work, and each platform's way to drive it."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import pytest_asyncio

from tests.contract.chats import CHATS
from tests.contract.drivers.base import Driver
from tests.contract.drivers.discord import DiscordDriver
from tests.contract.drivers.doors import DRIVERS
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.teams import TeamsDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.fleet import Fleet, a_fleet
from tests.contract.killing import Mortal, mortals
from tests.contract.sampling import leave_out
from tests.contract.world import World, a_world

HERE = Path(__file__).parent
NOTHING = SimpleNamespace(params={})
PATIENCE = timedelta(seconds=60)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out, before it is looked which are long, what is not tried each time."""
    leave_out(item for item in items if item.path.is_relative_to(HERE))


@pytest.fixture(scope="session", autouse=True)
def _patient() -> Iterator[None]:
    """On a busy machine a form may take longer than Slack would wait for it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("adapters.slack.app._ASK_SECONDS", 20.0)
        patch.setattr("adapters.slack.sending.showing._FORM_SECONDS", 20.0)
        patch.setattr("adapters.teams.door.invokes._SECONDS", 20.0)
        patch.setattr("adapters.discord.door.asking._ASK_SECONDS", 20.0)
        patch.setattr("tests.fakes.discord.interactions.ACKNOWLEDGED_WITHIN", PATIENCE)
        yield


@pytest.fixture
async def world(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    """A desk of the test's own, connected to the platforms that the test names."""
    params = getattr(request.node, "callspec", NOTHING).params
    named = {*request.fixturenames, params.get("door"), params.get("platform")}
    async with a_world(*sorted(CHATS.keys() & named)) as made:
        yield made


@pytest_asyncio.fixture
async def fleet() -> AsyncIterator[Fleet]:
    """A desk that is worked by processes; none is started yet."""
    async with a_fleet() as made:
        yield made


@pytest_asyncio.fixture(scope="module")
async def mortal() -> AsyncIterator[Mortal]:
    """Where processes that die come from."""
    async with mortals() as made:
        yield made


@pytest.fixture(params=sorted(DRIVERS))
def door(request: pytest.FixtureRequest, world: World) -> Driver:
    """The platform under test."""
    driver: Driver = DRIVERS[request.param](world)
    return driver


@pytest.fixture
def web(world: World) -> WebDriver:
    """The web chat."""
    return WebDriver(world)


@pytest.fixture
def slack(world: World) -> SlackDriver:
    """Slack."""
    return SlackDriver(world)


@pytest.fixture
def teams(world: World) -> TeamsDriver:
    """Teams."""
    return TeamsDriver(world)


@pytest.fixture
def discord(world: World) -> DiscordDriver:
    """Discord."""
    return DiscordDriver(world)
