"""PRF-12: the walk over all tables. Nothing of one organisation is seen or touched by another."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from core.access.actor import Role
from core.access.keys import create_key
from core.assistant.asking import ask
from core.assistant.extracting import Extractive
from core.conversation.drafts import keep_draft
from core.database import tenancy
from core.tickets.claiming import claim
from core.tickets.editing import TicketEdit, edit
from core.tickets.reading.searching import search_tickets
from core.tickets.replying import note, reply
from tests.builders import Office
from tests.core.database.rows import (
    fill,
    fresh_row,
    insert_row,
    rows_of,
    tables,
    tenants_tables,
)

SECRET = "zanzibar"


async def live(office: Office) -> None:
    """A day's work in an organisation, so that its rows are real ones."""
    sam = await office.given_person("Sam", password="correct horse battery")
    ana = await office.given_customer("Ana")
    await office.given_team("Accounts", sam)
    await office.given_channel()
    ticket = await office.given_ticket(ana, subject=f"The {SECRET} printer", tags=["vip"])
    await office.do(claim, sam, ticket.number)
    await office.do(note, sam, ticket.number, f"Psst, {SECRET}")
    await office.do(reply, sam, ticket.number, "Hello")
    await office.do(edit, sam, ticket.number, TicketEdit(priority="high", category="Login"))
    await office.do(create_key, office.desk, role=Role.AGENT, scopes=[])
    await office.do(keep_draft, ana, {"text": "unsent"})
    await office.do(ask, ana, "How do I open a ticket?", Extractive())


@pytest.fixture
async def neighbour(office: Office) -> Office:
    """Another organisation; it and the first one have rows in every table."""
    other = await office.neighbour()
    for one in (office, other):
        await live(one)
        async with one.database.owner() as session:
            await fill(session, one.organisation_id)
    return other


async def everything(office: Office) -> dict[str, list[dict[str, Any]]]:
    async with office.database.owner() as session:
        return {
            table: await rows_of(session, table, office.organisation_id)
            for table in await tenants_tables(session)
        }


async def test_nothing_crosses_from_one_organisation_to_another(
    office: Office, neighbour: Office
) -> None:
    theirs, ours = await everything(neighbour), await everything(office)
    assert [table for table, rows in theirs.items() if not rows] == []
    trouble = []
    for table, rows in theirs.items():
        trouble += await trespass(office, neighbour.organisation_id, table, rows, len(ours[table]))
    assert trouble == []
    assert await everything(neighbour) == theirs
    assert await everything(office) == ours


@pytest.mark.parametrize(
    "opening",
    [
        "ALTER TABLE tags DISABLE ROW LEVEL SECURITY",
        "CREATE POLICY hole ON tags FOR SELECT USING (true)",
        "ALTER POLICY tenant ON tags WITH CHECK (true)",
    ],
)
async def test_the_walk_sees_an_open_door(office: Office, neighbour: Office, opening: str) -> None:
    rows = (await everything(neighbour))["tags"]
    own = len((await everything(office))["tags"])
    assert await trespass(office, neighbour.organisation_id, "tags", rows, own) == []
    async with office.database.owner() as session:
        await session.execute(text(opening))
    assert await trespass(office, neighbour.organisation_id, "tags", rows, own) != []


async def trespass(
    office: Office, them: UUID, table: str, rows: list[dict[str, Any]], own: int
) -> list[str]:
    """Try to read, change, remove, give away and plant rows; what worked that should not."""
    found = []
    count = f"SELECT count(*) FROM {table}"
    if (await office.sql(f"{count} WHERE organisation_id = :them", them=them))[0][0] != 0:
        found.append(f"{table}: read by filter")
    if (await office.sql(count))[0][0] != own:
        found.append(f"{table}: read without a filter")
    acts = {
        "changed": f"UPDATE {table} SET organisation_id = organisation_id",
        "removed": f"DELETE FROM {table}",
    }
    for act, statement in acts.items():
        touched = await attempt(office, f"{statement} WHERE organisation_id = :them", them=them)
        if touched not in {0, "refused"}:
            found.append(f"{table}: {touched} {act}")
    given = await attempt(office, f"UPDATE {table} SET organisation_id = :them", them=them)
    if given != "refused":
        found.append(f"{table}: given away")
    if not await plant(office, table, them, rows[0]):
        found.append(f"{table}: planted")
    return found


async def attempt(office: Office, statement: str, **values: Any) -> int | str:
    """How many rows a statement touched; it is rolled back."""
    return await in_vain(office, lambda s: s.execute(text(statement), values))


async def plant(office: Office, table: str, them: UUID, like: dict[str, Any]) -> bool:
    async with office.database.owner() as session:
        row = await fresh_row(session, table, them, like)
    return await in_vain(office, lambda s: insert_row(s, table, row)) == "refused"


async def in_vain(office: Office, act: Callable[[AsyncSession], Any]) -> int | str:
    """What an act in the application's role came to, undone again."""
    async with office.work() as uow:
        nested = await uow.session.begin_nested()
        try:
            done = await act(uow.session)
        except DBAPIError as error:
            # Anything but the guard's own refusal means that the guard let it pass.
            refused = getattr(error.orig, "sqlstate", "") == "42501"
            return "refused" if refused else f"let pass ({type(error.orig).__name__})"
        finally:
            await nested.rollback()
        return getattr(done, "rowcount", 1)


async def test_without_an_organisation_nothing_is_there(office: Office) -> None:
    await live(office)
    async with office.database.owner() as session:
        names = await tenants_tables(session)
        await session.execute(text(f"SET LOCAL ROLE {tenancy.APP_ROLE}"))
        for org in ("", None):
            await session.execute(text("SELECT set_config('app.org', :o, true)"), {"o": org})
            for table in names:
                assert await session.scalar(text(f"SELECT count(*) FROM {table}")) == 0, table


async def test_searching_never_finds_the_neighbour_s(office: Office, neighbour: Office) -> None:
    query = text(
        "SELECT id FROM search_documents_for(CAST(:kind AS text),"
        " websearch_to_tsquery('english', :words), :staff, 1000)"
    )
    theirs = {row["id"] for row in (await everything(neighbour))["search_documents"]}
    assert theirs
    for kind, words in (("ticket", SECRET), ("passage", "ticket")):
        for staff in (True, False):
            found = await office.sql(query, kind=kind, words=words, staff=staff)
            assert found
            assert not theirs & {str(row.id) for row in found}
    assert len((await office.do(search_tickets, office.desk, SECRET)).tickets) == 1


async def test_every_table_is_guarded_or_named(office: Office) -> None:
    async with office.database.owner() as session:
        known = await tables(session)
        tenants = await tenants_tables(session)
        assert set(known) - set(tenants) - tenancy.OUTSIDE == {
            name for name in known if name.startswith("pgqueuer")
        }
        assert set(known) >= tenancy.OUTSIDE
        open_doors = {
            name
            for name in tenants
            if not known[name].guarded or known[name].forced is (name in tenancy.UNFORCED)
        }
        assert open_doors == set()
        nullable = await session.scalars(
            text(
                "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public'"
                " AND column_name = 'organisation_id' AND is_nullable = 'YES'"
            )
        )
        assert set(nullable) & set(tenants) == set()


async def test_roles_are_granted_what_tenancy_says_and_no_more(office: Office) -> None:
    everything = {"SELECT", "INSERT", "UPDATE", "DELETE"}
    async with office.database.owner() as session:
        tenants = await tenants_tables(session)
        granted = await session.execute(
            text(
                "SELECT grantee, table_name, array_agg(DISTINCT privilege_type::text)"
                " FROM information_schema.role_table_grants WHERE table_schema = 'public'"
                " AND grantee <> current_user AND table_name NOT LIKE 'pgqueuer%' GROUP BY 1, 2"
            )
        )
        found = {(grantee, table): set(rights) for grantee, table, rights in granted}
        wanted = {
            (tenancy.APP_ROLE, table): everything
            - ({"UPDATE", "DELETE"} if table in tenancy.APPEND_ONLY else set())
            for table in tenants
        }
        wanted |= {(tenancy.SYSTEM_ROLE, table): {"SELECT", "UPDATE"} for table in tenancy.SYSTEM}
        for table in tenancy.OUTSIDE - {"alembic_version"}:
            wanted |= {
                (role, table): everything for role in (tenancy.APP_ROLE, tenancy.SYSTEM_ROLE)
            }
        assert found == wanted


async def test_the_two_roles_can_neither_sign_in_nor_overrule_the_guard(office: Office) -> None:
    rows = await office.sql(
        "SELECT rolcanlogin, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles"
        " WHERE rolname LIKE 'deskhand%'"
    )
    assert [tuple(row) for row in rows] == [(False,) * 4] * 2


@pytest.mark.parametrize("statement", ["UPDATE events SET surface = 'x'", "DELETE FROM events"])
async def test_what_happened_cannot_be_changed_or_removed(office: Office, statement: str) -> None:
    await live(office)
    assert await attempt(office, statement) == "refused"


async def test_other_organisations_names_and_their_jobs_stay_unread(office: Office) -> None:
    may = await office.sql(
        "SELECT has_column_privilege(:role, 'pgqueuer', 'payload', 'SELECT')",
        role=tenancy.APP_ROLE,
    )
    assert may[0][0] is False
