"""What a database's condition and its errors mean to whoever asks."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from core.database.condition import WrongSchema, check_database, check_schema
from core.database.engine import build_engine
from core.database.failures import to_helpdesk_error
from core.database.migrate import HEAD
from core.database.unit_of_work import Database
from core.errors import ErrorKind
from core.ids import new_id
from tests.builders import Office


async def test_a_migrated_database_is_in_order(database: Database) -> None:
    await check_database(database)
    await check_schema(database)


async def test_an_older_schema_is_named(database: Database) -> None:
    async with database.owner() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    with pytest.raises(WrongSchema, match=f"at 0000, this version needs {HEAD}"):
        await check_schema(database)


async def trouble(office: Office, statement: str, **values: object) -> SQLAlchemyError:
    with pytest.raises(SQLAlchemyError) as raised:
        await office.sql(statement, **values)
    return raised.value


@pytest.mark.parametrize(
    ("statement", "kind", "said"),
    [
        ("UPDATE people SET email = 'a@b.example'", ErrorKind.CONFLICT, "done the same"),
        ("UPDATE tickets SET assignee_id = :id", ErrorKind.INVALID, "assignee_id: there is no"),
        ("SELECT 'x'::bigint", ErrorKind.INVALID, "cannot be stored"),
    ],
)
async def test_a_database_error_has_a_meaning(
    office: Office, statement: str, kind: ErrorKind, said: str
) -> None:
    for name in ("Ana", "Ben"):
        await office.given_ticket(await office.given_customer(name))
    values = {"id": new_id()} if ":id" in statement else {}
    error = to_helpdesk_error(await trouble(office, statement, **values))
    assert error is not None
    assert error.kind is kind
    assert said in str(error)


async def test_a_mistake_of_ours_has_none(office: Office) -> None:
    assert to_helpdesk_error(await trouble(office, "SELECT no_such_column FROM tickets")) is None


async def test_a_connection_that_breaks_means_that_nobody_answers(database: Database) -> None:
    async def cut_off() -> None:
        async with database.owner() as session:
            await session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(SQLAlchemyError) as raised:
        await cut_off()
    error = to_helpdesk_error(raised.value)
    assert error is not None
    assert error.kind is ErrorKind.UNAVAILABLE
    await check_database(database)  # on a new connection


async def test_nobody_answers_at_a_wrong_address() -> None:
    nowhere = Database(build_engine("postgresql://nobody@127.0.0.1:1/none"), {})
    with pytest.raises(SQLAlchemyError) as raised:
        await check_database(nowhere)
    error = to_helpdesk_error(raised.value)
    assert error is not None
    assert error.kind is ErrorKind.UNAVAILABLE
    await nowhere.close()
