"""Every requirement stands on something: without it, the tests that show it must fail."""

import asyncio
import os
import sys

import pytest

from tests.architecture.source import ROOT
from tests.requirements import Requirement, requirements
from tests.without import VARIABLE

pytestmark = pytest.mark.long
FAILED = 1  # pytest's exit code for failed tests; 2 to 5 are mistakes of the run itself


@pytest.mark.parametrize("row", requirements(), ids=lambda row: row.name)
async def test_without_it_the_requirement_is_not_met(row: Requirement) -> None:
    code, said = await run(row, {VARIABLE: row.without})
    assert code == FAILED, f"{row.without} does nothing, and the tests say:\n{said}"


async def run(row: Requirement, environment: dict[str, str]) -> tuple[int | None, str]:
    """Run a row's tests in a process of their own until the first fails."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_XDIST")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "pytest", "-q", "-x", "-p", "tests.without", "-p", "no:cacheprovider"),
        *("-m", "", "--no-header", *row.tests),
        cwd=ROOT,
        env=inherited | environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return process.returncode, said.decode(errors="replace")[-3000:]
