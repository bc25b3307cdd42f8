"""`python -m tests.schemas VERSION`: store the present schema as that release's."""

import asyncio
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import make_url

from core.database.installation import MAJOR, PACKAGE
from core.database.migrate import HEAD
from tests.postgres import drop_database, fresh_database, leave

FOLDER = Path(__file__).parent
_NOISE = re.compile(
    r"^(-- Dumped|\\|SET |SELECT pg_catalog\.set_config|CREATE SCHEMA|COMMENT ON SCHEMA)"
)


def _program(name: str) -> Path:
    package = find_spec(PACKAGE)
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / f"pginstall{MAJOR}" / "bin" / name


async def store(version: str) -> None:
    """Dump a freshly migrated database, without data but its revision."""
    url = await fresh_database()
    try:
        place = make_url(url)
        dump = subprocess.run(
            [
                str(_program("pg_dump")),
                f"--host={place.query['host']}",
                f"--username={place.username}",
                "--no-owner",
                "--schema-only",
                "--schema=public",
                str(place.database),
            ],
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        lines = [line for line in dump.splitlines() if not _NOISE.match(line)]
        lines.insert(0, "SET check_function_bodies = false;")
        # Extensions stand beside the schemas, and are not dumped with one.
        lines.insert(1, "CREATE EXTENSION IF NOT EXISTS vector;")
        lines.append(f"INSERT INTO public.alembic_version VALUES ('{HEAD}');")
        (FOLDER / f"{version}.sql").write_text("\n".join(lines) + "\n", "utf-8")
    finally:
        await drop_database(url)


asyncio.run(store(sys.argv[1]))
leave()
