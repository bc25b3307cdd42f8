"""Where the embedded Postgres can live, who may reach it, and what it says when it cannot."""

import shutil
from collections.abc import AsyncIterator, Iterator
from importlib.util import find_spec
from pathlib import Path

import psutil
import pytest

from core.database.embedded import (
    CannotStart,
    EmbeddedPostgres,
    attach_embedded,
    start_embedded,
)
from core.database.installation import PACKAGE, rows_dir
from tests.core.database.owners import owner, run_sql
from tests.postgres import open_folder


@pytest.fixture
def folder() -> Iterator[Path]:
    with open_folder() as path:
        yield path


@pytest.fixture(scope="module")
async def served() -> AsyncIterator[EmbeddedPostgres]:
    """One server for the tests that leave it running."""
    with open_folder() as path:
        async with await start_embedded(path, {"fsync": "off"}) as server:
            yield server


async def test_rows_sort_and_compare_alike_whatever_the_operators_locale(
    served: EmbeddedPostgres,
) -> None:
    found = await run_sql(
        served.url("postgres"),
        "SELECT upper('é')",
        "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'postgres'",
        "SELECT 'Z' < 'a'",
    )
    assert found == ["É", "bC.UTF-8", True]


async def test_nobody_but_the_servers_user_may_reach_its_socket(served: EmbeddedPostgres) -> None:
    pgdata = rows_dir(served.data_dir)
    assert pgdata.stat().st_mode & 0o077 == 0
    assert (pgdata / ".s.PGSQL.5432").stat().st_mode & 0o077 == 0
    assert await run_sql(served.url("postgres"), "SHOW listen_addresses") == [""]


async def test_a_checkout_where_the_servers_user_may_not_go_stays_closed(folder: Path) -> None:
    shipped = find_spec(PACKAGE)
    assert shipped is not None
    assert shipped.origin is not None
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    unneeded = shutil.ignore_patterns("include", "*.a", "pginstall")
    package = Path(shipped.origin).parent
    for source in (package, package.with_name(f"{PACKAGE}.libs")):
        shutil.copytree(source, closed / source.name, ignore=unneeded)
    async with owner(folder / "data", PYTHONPATH=str(closed)) as (_, pid):
        assert psutil.Process(pid).exe().startswith(str(folder / "data"))
    assert closed.stat().st_mode & 0o777 == 0o700


async def test_a_data_directory_too_deep_for_a_socket_still_works(folder: Path) -> None:
    deep = folder / ("d" * 60) / ("e" * 60)
    async with await start_embedded(deep, {"fsync": "off"}) as server:
        assert str(deep) not in server.url("postgres")
        assert await run_sql(server.url("postgres"), "SELECT 1") == [1]
        attached = await attach_embedded(deep)
        assert attached.url("postgres") == server.url("postgres")


async def test_rows_of_another_version_are_left_alone(folder: Path) -> None:
    rows = folder / "postgres"
    rows.mkdir()
    (rows / "PG_VERSION").write_text("13\n", "utf-8")
    with pytest.raises(CannotStart, match="PostgreSQL 13"):
        await start_embedded(folder)
    assert [path.name for path in rows.iterdir()] == ["PG_VERSION"]


async def test_a_server_that_will_not_start_says_why_and_frees_the_directory(folder: Path) -> None:
    with pytest.raises(CannotStart, match="no_such_setting"):
        await start_embedded(folder, {"no_such_setting": "1"})
    async with await start_embedded(folder, {"fsync": "off"}) as server:
        assert await run_sql(server.url("postgres"), "SELECT 1") == [1]
