"""DAT-01: the schema comes to be from nothing, goes again, and is what the models say."""

import asyncio
from collections.abc import AsyncIterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

import adapters.web.models
import core
import core.database
from core.database import migrate
from core.database.engine import build_engine
from core.database.tables import metadata
from tests.postgres import drop_database, empty_database

CONTENT = text(
    """
    SELECT 'table ' || relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND relkind IN ('r', 'S', 'v') AND relname <> 'alembic_version'
    UNION ALL SELECT 'function ' || proname FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public'
    UNION ALL SELECT 'type ' || typname FROM pg_type t
    JOIN pg_namespace n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND typtype = 'e'
    ORDER BY 1
    """
)


@pytest.fixture
async def empty() -> AsyncIterator[str]:
    """A database with nothing in it."""
    url = await empty_database()
    yield url
    await drop_database(url)


async def content(url: str) -> list[str]:
    engine = build_engine(url, pool_size=1)
    async with engine.connect() as connection:
        found = list(await connection.scalars(CONTENT))
    await engine.dispose()
    return found


def revisions() -> ScriptDirectory:
    config = Config()
    folder = Path(core.database.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    return ScriptDirectory.from_config(config)


def test_there_is_one_newest_revision_and_the_code_knows_it() -> None:
    assert revisions().get_heads() == [migrate.HEAD]


async def test_from_nothing_to_the_newest_and_back_and_up_again(empty: str) -> None:
    assert await migrate.current_revision(empty) is None
    await migrate.upgrade(empty)
    assert await migrate.current_revision(empty) == migrate.HEAD
    first = await content(empty)
    assert "table tickets" in first
    await asyncio.to_thread(migrate.run_alembic, empty, "base")
    assert await content(empty) == []
    await migrate.upgrade(empty)
    assert await content(empty) == first


async def test_the_migrated_schema_is_what_the_models_say(database_url: str) -> None:
    assert adapters.web.models.ChatPost.metadata is metadata
    for module in walk_packages(core.__path__, "core."):
        if ".versions" not in module.name and not module.name.endswith(".env"):
            import_module(module.name)
    engine = build_engine(database_url, pool_size=1)

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": _ours}
        )
        return compare_metadata(context, metadata)

    async with engine.connect() as connection:
        found = await connection.run_sync(differences)
    await engine.dispose()
    assert found == []


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    # The job queue's tables are its library's own.
    return kind != "table" or (name or "").split("_")[0] not in {"pgqueuer", "alembic"}


async def test_migrating_twice_changes_nothing(database_url: str) -> None:
    before = await content(database_url)
    await migrate.upgrade(database_url)
    assert await content(database_url) == before
