"""The command line on the test's own database, or on a data folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.cli.shell import Shell
from tests.postgres import open_folder


@pytest.fixture
def shell(database_url: str) -> Shell:
    """Commands that work on the test's database."""
    return Shell(DATABASE_URL=database_url, SECRET_KEY="of the tests, long enough")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder of the test's own."""
    with open_folder() as path:
        yield path
