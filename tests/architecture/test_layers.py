"""The layers of the design hold, and their contracts notice when they do not."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGES, ROOT

LINT = Path(sys.executable).with_name("lint-imports")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT, "--no-cache", "--config", folder / "pyproject.toml"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_contracts_are_kept() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in PACKAGES:
        modules = shutil.ignore_patterns("__pycache__", "static", "templates", "handbook")
        shutil.copytree(ROOT / package, folder / package, ignore=modules)
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
        ("api/__init__.py", "import bot.bootstrap", "Only the command line"),
    ],
)
def test_a_contract_notices(copy: Path, module: str, line: str, contract: str) -> None:
    path = copy / module
    before = path.read_text("utf-8")
    try:
        path.write_text(f"{before}\n{line}\n", "utf-8")
        result = lint(copy)
    finally:
        path.write_text(before, "utf-8")
    broken = re.findall(r"(?m)^(.+) BROKEN\b", result.stdout)
    assert any(contract in name for name in broken), result.stdout + result.stderr


def test_the_web_chat_may_be_a_guest_of_the_pages(copy: Path) -> None:
    path = copy / "adapters/web/__init__.py"
    before = path.read_text("utf-8")
    try:
        path.write_text(f"{before}\nimport api.pages\n", "utf-8")
        assert "the web chat alone is a guest of its pages KEPT" in lint(copy).stdout
    finally:
        path.write_text(before, "utf-8")
