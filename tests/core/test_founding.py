"""ENG-05 (part): a desk is founded whole, or not at all."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from bot.cli.attaching import ensure_organisation
from bot.process.opening import open_database
from core.founding import SHIPPED_CATEGORIES
from core.knowledge.handbook import read_handbook
from core.settings import load
from core.tickets.rules import SHIPPED_STATUSES
from tests.architecture.source import ROOT
from tests.postgres import drop_database, fresh_database

DYING = """
import asyncio, os, signal, sys
from core import founding
from core.database.engine import build_engine
from core.database.unit_of_work import Database

async def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

setattr(founding, sys.argv[2], die)
database = Database(build_engine(sys.argv[1]), {})
asyncio.run(founding.found_organisation(database, "desk", "Helpdesk"))
"""


@pytest.fixture
async def url() -> AsyncIterator[str]:
    """A database with the schema and no rows."""
    url = await fresh_database()
    yield url
    await drop_database(url)


@pytest.mark.parametrize("step", ["list_in_directory", "ship_policy", "load_handbook"])
async def test_a_start_after_one_that_died_at_any_step_founds_a_whole_desk(
    url: str, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = await asyncio.create_subprocess_exec(sys.executable, "-c", DYING, url, step, cwd=ROOT)
    assert await program.wait() == -signal.SIGKILL
    monkeypatch.setenv("DESKHAND_DATABASE_URL", url)
    monkeypatch.setenv("DESKHAND_SECRET_KEY", "founding")
    async with open_database(load(), migrate=False) as opened:
        organisation_id = await ensure_organisation(opened)
        assert await ensure_organisation(opened) == organisation_id
        async with opened.database.owner() as session:
            names = ("organisations", "statuses", "categories", "articles")
            counts = [await session.scalar(text(f"SELECT count(*) FROM {name}")) for name in names]
    categories = len(SHIPPED_CATEGORIES) + sum(map(len, SHIPPED_CATEGORIES.values()))
    assert counts == [1, len(SHIPPED_STATUSES), categories, len(list(read_handbook()))]
