"""Checks of the database: reachable, ours, guarded, on time, and nothing stuck in it."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.checks.checked import Checked, ok, wrong
from bot.process.roles import ProcessRole
from core.database.condition import WrongSchema, check_schema
from core.database.tenancy import UNFORCED, tenant_tables
from core.database.unit_of_work import Database
from core.events.presence import present_roles

PATIENCE = 10.0
OLDEST = 15
"""Major version of PostgreSQL: from it on, two NULLs can be kept from both being unique."""
MOST_SKEW = timedelta(seconds=2)
LATE = timedelta(minutes=5)
VERSION = text(
    "SELECT current_setting('server_version'), current_setting('server_version_num')::int / 10000"
)
TABLES = text(
    "SELECT c.relname, c.relrowsecurity AS guarded, c.relforcerowsecurity AS forced"
    " FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace"
)
EXTENSION = (
    "Install pgvector on the database's machine, have its superuser run"
    " `CREATE EXTENSION vector` in our database, then run `deskhand migrate`."
)
STUCK = text("SELECT state, count(*) FROM deliveries WHERE state IN ('dead', 'unknown') GROUP BY 1")
RECEIPTS = text(
    "SELECT count(*) FILTER (WHERE state = 'dead') AS dead,"
    " count(*) FILTER (WHERE state = 'received' AND created_at < :late) AS waiting FROM receipts"
)
LEADER = text(
    "SELECT count(*) FROM pg_stat_activity a JOIN pg_locks l USING (pid)"
    " WHERE a.application_name = 'deskhand scheduler' AND a.datname = current_database()"
    " AND l.locktype = 'advisory' AND l.granted"
)


async def check_database(database: Database, *, runs: bool) -> list[Checked]:
    """All checks of the database, in the order in which one would mend them.

    ``runs`` says that a desk answers here. If it does, or any process is at work, there
    must be a leading scheduler, and somebody for each role.
    """
    try:
        async with asyncio.timeout(PATIENCE), database.owner() as session:
            version, major = (await session.execute(VERSION)).one()
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        cause = str(getattr(error, "orig", None) or error).strip().splitlines()
        return [
            wrong(
                "Database",
                f"does not answer: {cause[0] if cause else type(error).__name__}",
                "Check DESKHAND_DATABASE_URL, and that the server runs and lets us in.",
            )
        ]
    checked = [_version(version, major)]
    if checked[0].state == "wrong":
        return checked
    schema = await _schema(database)
    checked.append(schema)
    if schema.state == "wrong":
        return checked
    async with database.owner() as session:
        checked += [
            await _guards(session),
            await _vectors(session),
            await _clock(session, database),
        ]
        present = await present_roles(session)
        if runs or present:
            checked.append(await _leader(session))
        if present:
            checked.append(_processes(present))
    async with database.system() as session:
        checked += [
            await _deliveries(session),
            await _receipts(session, database),
            await _jobs(session),
        ]
    return checked


def _version(version: str, major: int) -> Checked:
    """Whether it is new enough for our schema."""
    if major < OLDEST:
        problem = f"PostgreSQL {version} is too old"
        return wrong("Database", problem, f"Deskhand needs PostgreSQL {OLDEST} or newer.")
    return ok("Database", f"PostgreSQL {version} answers")


async def _schema(database: Database) -> Checked:
    try:
        await check_schema(database)
    except WrongSchema as error:
        return wrong("Schema", str(error), "Run `deskhand migrate`.")
    except SQLAlchemyError:
        return wrong("Schema", "there is none yet", "Run `deskhand migrate`.")
    return ok("Schema", "up to date")


async def _guards(session: AsyncSession) -> Checked:
    found = {row.relname: row for row in await session.execute(TABLES)}
    tables = tenant_tables(found)
    open_ones = [
        name
        for name in tables
        if not found[name].guarded or (name not in UNFORCED and not found[name].forced)
    ]
    if open_ones:
        return wrong(
            "Row-level security",
            f"off for {', '.join(open_ones)}",
            "Somebody has changed the schema by hand: restore it from a backup's schema.",
        )
    return ok("Row-level security", f"forced on {len(tables)} tables")


async def _vectors(session: AsyncSession) -> Checked:
    version = await session.scalar(
        text("SELECT extversion FROM pg_extension WHERE extname = 'vector'")
    )
    if version is None:
        return wrong("pgvector", "not there", EXTENSION)
    return ok("pgvector", f"{version} is there")


async def _clock(session: AsyncSession, database: Database) -> Checked:
    before = database.clock.now()
    theirs = await session.scalar(text("SELECT clock_timestamp()"))
    ours = before + (database.clock.now() - before) / 2
    skew = abs(theirs - ours) if theirs else timedelta(0)
    if skew > MOST_SKEW:
        return wrong(
            "Clock",
            f"differs from the database's by {skew.total_seconds():.0f} seconds",
            "Let both machines set their clocks by NTP.",
        )
    return ok("Clock", "agrees with the database's")


async def _leader(session: AsyncSession) -> Checked:
    if await session.scalar(LEADER):
        return ok("Scheduler", "one leads")
    return wrong("Scheduler", "none leads: no target will be seen to run out", "Restart Deskhand.")


def _processes(present: Mapping[str, int]) -> Checked:
    missing = [role.value for role in ProcessRole if not present.get(role.value)]
    if missing:
        return wrong(
            "Processes",
            f"nothing plays {' and '.join(missing)}",
            f"Start `deskhand run {' '.join(missing)}`, or `deskhand run` for everything.",
        )
    counts = (f"{role.value} ({present[role.value]})" for role in ProcessRole)
    return ok("Processes", f"{', '.join(counts)} run")


async def _deliveries(session: AsyncSession) -> Checked:
    counts = {state: count for state, count in await session.execute(STUCK)}
    if counts:
        said = " and ".join(f"{count:,} {state}" for state, count in sorted(counts.items()))
        return wrong(
            "Deliveries", said, "Their tickets show the reason in chat; mend it, then redrive them."
        )
    return ok("Deliveries", "none is stuck")


async def _receipts(session: AsyncSession, database: Database) -> Checked:
    late = database.clock.now() - LATE
    row = (await session.execute(RECEIPTS, {"late": late})).one()
    if row.dead or row.waiting:
        return wrong(
            "Receipts",
            f"{row.dead:,} dead, {row.waiting:,} waiting for more than five minutes",
            "Start Deskhand if it does not run; else its log names them with the reason.",
        )
    return ok("Receipts", "none is stuck")


async def _jobs(session: AsyncSession) -> Checked:
    failed = await session.scalar(text("SELECT count(*) FROM pgqueuer WHERE status = 'failed'"))
    if failed:
        return wrong("Jobs", f"{failed:,} have failed", "The log names them with the reason.")
    return ok("Jobs", "none has failed")
