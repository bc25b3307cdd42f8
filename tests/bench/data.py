"""What a run works on: an organisation, two keys to it, and very many tickets."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from bot.seeding.seeding import seed
from core.access.actor import Role, the_desk
from core.access.keys import create_key
from core.database.engine import build_engine
from core.database.migrate import upgrade
from core.database.unit_of_work import Database
from core.reactions import REACTIONS
from tests.contract.wiring import furnish


@dataclass(frozen=True)
class Office:
    """The organisation of a run and the keys to it."""

    organisation_id: UUID
    agent_key: str
    customer_key: str
    customer_email: str = "bob@example.org"


async def found_office(url: str) -> Office:
    """An organisation with people, a triage channel to come, and keys of Sam and Ana."""
    await upgrade(url)
    await furnish(url)
    database = Database(build_engine(url, pool_size=1), REACTIONS)
    async with database.owner() as session:
        found = await session.scalar(text("SELECT id FROM organisations"))
        organisation_id = UUID(str(found))
    keys = {}
    async with database.unit_of_work(organisation_id) as uow:
        for name, role in (("sam", Role.AGENT), ("ana", Role.CUSTOMER)):
            person_id = await uow.session.scalar(
                text("SELECT id FROM people WHERE email = :email"),
                {"email": f"{name}@example.org"},
            )
            desk = the_desk(organisation_id)
            key = await create_key(uow, desk, role=role, scopes=[], person_id=person_id)
            keys[name] = key.secret
    await database.close()
    return Office(organisation_id, keys["sam"], keys["ana"])


async def add_tickets(url: str, office: Office, count: int) -> None:
    """So many more tickets as `deskhand seed` makes them, and Postgres at rest afterwards."""
    database = Database(build_engine(url, pool_size=1), REACTIONS)
    await seed(database, office.organisation_id, count)
    async with database.engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.exec_driver_sql("SET statement_timeout = 0")
        # What a bulk load leaves to be done must not be paid for by what is measured.
        for statement in ("VACUUM (ANALYZE)", "CHECKPOINT"):
            await connection.exec_driver_sql(statement)
    await database.close()


async def settings_of(url: str) -> dict[str, str]:
    """What Postgres says of itself, to be shown with the figures."""
    names = ("server_version", "fsync", "synchronous_commit", "full_page_writes")
    database = Database(build_engine(url, pool_size=1), REACTIONS)
    async with database.owner() as session:
        found = {
            name: str(await session.scalar(text(f"SHOW {name}")))
            for name in (*names, "shared_buffers")
        }
    await database.close()
    return found
