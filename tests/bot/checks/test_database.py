"""The doctor's checks of the database: each thing broken once, and named."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.checks.checked import Checked
from bot.checks.database import check_database
from core.clock import SystemClock
from core.database.engine import build_engine
from core.database.unit_of_work import Database
from core.events.receipts import accept
from core.ids import new_id
from tests.builders import MovableClock, Office


async def look(office: Office, *, runs: bool = False) -> dict[str, Checked]:
    """What the checks find, by name."""
    return {one.name: one for one in await check_database(office.database, runs=runs)}


async def owner(office: Office, statement: str, **values: object) -> None:
    """Change something as the tables' owner."""
    async with office.database.owner() as session:
        await session.execute(text(statement), values)


@pytest.fixture(autouse=True)
def on_time(office: Office, clock: MovableClock) -> None:
    """The test's clock agrees with the database's, once that was made."""
    clock.set(SystemClock().now())


async def test_a_new_desk_is_as_it_should_be(office: Office) -> None:
    found = await look(office)
    assert {one.state for one in found.values()} == {"ok"}
    assert list(found) == [
        "Database",
        "Schema",
        "Row-level security",
        "pgvector",
        "Clock",
        "Deliveries",
        "Receipts",
        "Jobs",
    ]


async def test_a_server_that_is_too_old_is_named(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.checks.database.OLDEST", 99)
    (found,) = (await look(office)).values()
    assert (found.state, found.mend) == ("wrong", "Deskhand needs PostgreSQL 99 or newer.")


async def test_an_old_schema_is_named_and_nothing_else_is_asked_of_it(office: Office) -> None:
    await owner(office, "UPDATE alembic_version SET version_num = '0000'")
    found = await look(office)
    assert list(found) == ["Database", "Schema"]
    assert "0000" in found["Schema"].text
    assert "deskhand migrate" in found["Schema"].mend
    await owner(office, "DROP TABLE alembic_version")
    assert (await look(office))["Schema"].text == "there is none yet"


@pytest.mark.parametrize(
    "act",
    ["NO FORCE ROW LEVEL SECURITY", "DISABLE ROW LEVEL SECURITY"],
)
async def test_an_open_table_is_named(office: Office, act: str) -> None:
    await owner(office, f"ALTER TABLE messages {act}")
    found = (await look(office))["Row-level security"]
    assert (found.state, found.text) == ("wrong", "off for messages")


async def test_a_clock_that_is_off_is_named(office: Office) -> None:
    office.clock.move(seconds=90)
    found = (await look(office))["Clock"]
    assert (found.state, "90 seconds" in found.text) == ("wrong", True)


async def test_a_running_desk_without_a_scheduler_is_named(office: Office) -> None:
    assert (await look(office, runs=True))["Scheduler"].state == "wrong"


async def test_stuck_deliveries_receipts_and_jobs_are_counted(office: Office) -> None:
    await office.given_channel()
    await office.given_ticket(await office.given_customer())
    await owner(office, "ALTER TABLE deliveries NO FORCE ROW LEVEL SECURITY")
    await owner(office, "UPDATE deliveries SET state = 'dead'")
    await owner(office, "ALTER TABLE deliveries FORCE ROW LEVEL SECURITY")
    async with office.database.system() as session:
        for n, age in enumerate((timedelta(minutes=1), timedelta(minutes=6))):
            at = office.clock.now() - age
            await accept(session, f"slack:{n}:{new_id()}", "lane", {}, at)
    await owner(
        office,
        "INSERT INTO pgqueuer (priority, status, entrypoint) VALUES (0, 'failed', 'housekeeping')",
    )
    found = await look(office)
    assert found["Deliveries"].text == "1 dead"
    assert found["Receipts"].text == "0 dead, 1 waiting for more than five minutes"
    assert found["Jobs"].text == "1 have failed"
    assert all(found[name].mend for name in ("Deliveries", "Receipts", "Jobs"))


async def test_a_database_that_does_not_answer_is_the_only_news() -> None:
    away = Database(build_engine("postgresql:///desk?host=/nowhere"), {})
    (found,) = await check_database(away, runs=False)
    assert (found.name, found.state) == ("Database", "wrong")
    await away.close()
