"""Fixtures of the web chat: a database, its listener, and a site of one's own per test."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from core.database.engine import build_engine
from core.database.unit_of_work import Database
from core.events.listening import Listener
from tests.adapters.web.site import Site, build_site
from tests.postgres import drop_database, fresh_database


@pytest_asyncio.fixture(scope="session")
async def web_url() -> AsyncIterator[str]:
    """A database with our schema, for all tests of the web chat in this process."""
    url = await fresh_database()
    yield url
    await drop_database(url)


@pytest_asyncio.fixture(scope="session")
async def web_database(web_url: str) -> AsyncIterator[Database]:
    """The way to that database."""
    database = Database(build_engine(web_url, pool_size=5), {})
    yield database
    await database.close()


@pytest_asyncio.fixture(scope="session")
async def web_listener(web_url: str) -> AsyncIterator[Listener]:
    """Hears that database."""
    listener = Listener(web_url)
    await listener.start()
    yield listener
    await listener.stop()


@pytest.fixture
async def site(web_database: Database, web_listener: Listener) -> Site:
    """A fresh organisation's web chat in demo mode."""
    return await build_site(web_database, web_listener)
