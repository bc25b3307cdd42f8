"""Fixtures for everybody: a database of one's own with a founded organisation, and its office."""

import gc
import logging
import os
import signal
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import structlog
from hypothesis import HealthCheck, settings
from sqlalchemy import Connection, Engine, event, select

from core.database.engine import build_engine
from core.database.organisations import Organisation
from core.database.unit_of_work import Database
from core.founding import found_organisation
from core.reactions import REACTIONS
from tests.builders import MovableClock, Office
from tests.postgres import drop_database, furnished_database, leave

UNHURRIED = (20_000, 20, 20)
"""New objects, younger and middle rounds before garbage is looked for."""

settings.register_profile(
    "quick",
    deadline=None,
    max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", "60")),
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("quick")


def pytest_configure() -> None:
    """Whoever starts us in the background makes us, and all that we start, deaf to Ctrl-C,
    which some tests press."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_finish() -> None:
    """What is imported and collected stays: it need not be looked through for garbage again
    and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*UNHURRIED)


class _Statements(dict[Any, Any]):
    """What SQLAlchemy has compiled, whichever of a test run's many engines asked for it."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get((type(key[0]), *key[1:]), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__((type(key[0]), *key[1:]), compiled)


_STATEMENTS = _Statements()


@event.listens_for(Engine, "engine_connect")
def _share_statements(connection: Connection) -> None:
    connection.execution_options(compiled_cache=_STATEMENTS)


def pytest_unconfigure() -> None:
    """Stop the server of the run, if we are the last to leave."""
    leave()


async def _found(url: str) -> None:
    database = Database(build_engine(url, pool_size=1), REACTIONS)
    await found_organisation(database, "acme", "Acme")
    await database.close()


@pytest.fixture(scope="session", autouse=True)
def _quiet() -> Iterator[None]:
    """Only what went wrong, in a line: whole frames of locals cost seconds."""
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
    )
    yield
    structlog.reset_defaults()


@pytest.fixture
def clock() -> MovableClock:
    """A clock that stands still until the test moves it."""
    return MovableClock(datetime(2026, 11, 20, 14, 0, tzinfo=UTC))


@pytest.fixture
async def database_url() -> AsyncIterator[str]:
    """A database of the test's own, in which one organisation was founded."""
    url = await furnished_database("founded", _found)
    yield url
    await drop_database(url)


@pytest.fixture
async def database(database_url: str, clock: MovableClock) -> AsyncIterator[Database]:
    """The way to that database, with all reactions, on the test's clock."""
    opened = Database(build_engine(database_url, pool_size=10, overflow=0), REACTIONS, clock)
    yield opened
    await opened.close()


@pytest.fixture
async def organisation(database: Database) -> UUID:
    """The founded organisation's id."""
    async with database.owner() as session:
        found = await session.scalar(select(Organisation.id).where(Organisation.slug == "acme"))
    assert found is not None
    return found


@pytest.fixture
def office(database: Database, organisation: UUID, clock: MovableClock) -> Office:
    """The founded organisation at work: people and tickets are made through it."""
    return Office(database, organisation, clock)
