"""Brings a database's schema up to date (Alembic, in a thread)."""

import asyncio
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from core.database.engine import build_engine, normalise
from core.errors import HelpdeskError

HEAD = "0021"
"""The newest revision; a test holds it against the migrations themselves."""


class NoVectors(HelpdeskError):
    """The database has no pgvector, and we may not create it."""

    code = "database.no_vectors"
    text = (
        "This database lacks the extension pgvector ({why}). Install it on the database's machine"
        " and have its superuser run `CREATE EXTENSION vector` in our database; then try again."
    )


async def current_revision(url: str) -> str | None:
    """The revision that the database stands at; None for an empty one."""
    engine = build_engine(url, pool_size=1)
    try:
        async with engine.connect() as connection:
            revision: str | None = await connection.scalar(
                text("SELECT version_num FROM alembic_version")
            )
            return revision
    except ProgrammingError:
        return None
    finally:
        await engine.dispose()


async def upgrade(url: str) -> None:
    """Run all missing migrations. Costs one short query when there are none.

    Raises :class:`NoVectors`.
    """
    if await current_revision(url) == HEAD:
        return
    try:
        await asyncio.to_thread(run_alembic, url, "head")
    except DBAPIError as error:
        why = str(error.orig).partition("\n")[0]
        if 'extension "vector"' in why:
            raise NoVectors(why=why) from error
        raise


def run_alembic(url: str, target: str) -> None:
    """Move the schema to ``target`` (a revision, or ``head``), up or down."""
    # Alembic takes half a second to import and is needed once per release.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["url"] = normalise(url)
    if target == "base":
        command.downgrade(config, target)
    else:
        command.upgrade(config, target)
