"""The layers of the design hold, and their contracts notice when they do not."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGES, ROOT, modules

LINT = Path(sys.executable).with_name("lint-imports")


def broken(folder: Path) -> list[str]:
    """The names of the contracts that the product in that folder does not keep."""
    result = subprocess.run(
        [LINT, "--no-cache", "--config", folder / "pyproject.toml"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    said = result.stdout + result.stderr
    looked_at = re.search(r"Analyzed (\d+) files", said)
    assert looked_at, said
    assert int(looked_at[1]) >= len(modules()), said
    found = re.findall(r"(?m)^(.+) BROKEN\b", said)
    assert (result.returncode == 0) is not bool(found), said
    return found


def test_the_contracts_are_kept() -> None:
    assert broken(ROOT) == [], "lint-imports shows where"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in PACKAGES:
        left_out = shutil.ignore_patterns("__pycache__", "static", "templates", "handbook")
        shutil.copytree(ROOT / package, folder / package, ignore=left_out)
    return folder


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("core/ids.py", "import bot.cards", "Every layer knows"),
        ("bot/cards.py", "import adapters.web", "Every layer knows"),
        ("prompts/__init__.py", "import core.ids", "Every layer knows"),
        ("adapters/slack/__init__.py", "import api.pages", "Adapters know nothing of the API"),
        ("adapters/web/__init__.py", "import api.routes", "Adapters know nothing of the API"),
        ("adapters/slack/__init__.py", "import adapters.web", "Adapters know nothing of each"),
        ("core/ids.py", "import fastapi", "know no chat, web"),
        ("bot/cards.py", "import slack_bolt", "know no chat, web"),
        ("core/conversation/__init__.py", "import core.tickets", "Inside the core"),
        ("core/people/__init__.py", "import core.conversation", "Inside the core"),
        ("api/__init__.py", "import bot.bootstrap.desk", "Only the command line"),
    ],
)
def test_a_contract_notices(copy: Path, module: str, line: str, contract: str) -> None:
    path = copy / module
    before = path.read_text("utf-8")
    try:
        path.write_text(f"{before}\n{line}\n", "utf-8")
        found = broken(copy)
    finally:
        path.write_text(before, "utf-8")
    assert any(contract in name for name in found), found


def test_the_web_chat_may_be_a_guest_of_the_pages(copy: Path) -> None:
    path = copy / "adapters/web/__init__.py"
    before = path.read_text("utf-8")
    try:
        path.write_text(f"{before}\nimport api.pages\n", "utf-8")
        assert broken(copy) == []
    finally:
        path.write_text(before, "utf-8")
