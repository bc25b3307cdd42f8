"""Every release's schema can be brought up to date, and then equals a fresh one."""

import asyncio
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from core.database.migrate import upgrade
from tests.postgres import drop_database, empty_database, fresh_database

RELEASES = sorted((Path(__file__).parents[2] / "schemas").glob("*.sql"))
SHAPE = """
    SELECT 'column', table_name, column_name, data_type || is_nullable
        || coalesce(column_default, '') FROM information_schema.columns
        WHERE table_schema = 'public'
    UNION ALL SELECT 'index', tablename, indexname, indexdef FROM pg_indexes
        WHERE schemaname = 'public'
    UNION ALL SELECT 'policy', tablename, policyname, qual || roles::text FROM pg_policies
    UNION ALL SELECT 'trigger', event_object_table, trigger_name, action_statement
        FROM information_schema.triggers WHERE trigger_schema = 'public'
    UNION ALL SELECT 'function', proname, '', md5(prosrc) FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'guard', relname, '', relrowsecurity::text || relforcerowsecurity::text
        FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    UNION ALL SELECT 'grant', table_name, grantee, privilege_type
        FROM information_schema.role_table_grants
        WHERE table_schema = 'public' AND grantee LIKE 'deskhand%'
    ORDER BY 1, 2, 3, 4
"""


def _conninfo(url: str) -> str:
    plain = make_url(url).set(drivername="postgresql")
    return plain.render_as_string(hide_password=False)


def _load(url: str, schema: str) -> None:
    with psycopg.connect(_conninfo(url), autocommit=True) as connection:
        connection.execute(schema.encode())


def _shape(url: str) -> list[tuple[str, ...]]:
    with psycopg.connect(_conninfo(url)) as connection:
        return connection.execute(SHAPE).fetchall()


def test_the_present_release_is_stored() -> None:
    assert [path.stem for path in RELEASES] == ["0.1", "0.2", "0.3"]


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.stem)
async def test_a_release_can_be_brought_up_to_date(release: Path) -> None:
    fresh, old = await fresh_database(), await empty_database()
    try:
        await asyncio.to_thread(_load, old, release.read_text("utf-8"))
        await upgrade(old)
        assert _shape(old) == _shape(fresh)
    finally:
        await drop_database(old)
        await drop_database(fresh)
