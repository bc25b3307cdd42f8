"""In which condition the database is: does it answer, and is its schema ours?"""

from sqlalchemy import text

from core.database.migrate import HEAD
from core.database.unit_of_work import Database
from core.errors import ErrorKind, HelpdeskError


class WrongSchema(HelpdeskError):
    """The schema is not the one that this version works with."""

    kind = ErrorKind.UNAVAILABLE
    code = "schema.wrong"
    text = "The schema is at {found}, this version needs {wanted}. Run the migrations."


async def check_database(database: Database) -> None:
    """Return if it answers; else the driver's own error comes up."""
    async with database.system() as session:
        await session.execute(text("SELECT 1"))


async def check_schema(database: Database) -> None:
    """Return if all migrations have run. Raises :class:`WrongSchema`."""
    async with database.owner() as session:
        found = await session.scalar(text("SELECT version_num FROM alembic_version"))
    if found != HEAD:
        raise WrongSchema(found=found, wanted=HEAD)
