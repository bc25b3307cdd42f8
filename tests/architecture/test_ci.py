"""OPS-10, OPS-15: the pipeline is one command that everybody has, and it runs all three levels."""

import ast
import os
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, python_files, tree

LEVELS = {
    "unit": ("tests/core", "tests/bot", "tests/api", "tests/adapters"),
    "integration": ("tests/contract",),
    "end-to-end": ("tests/e2e",),
}
# Notes what it is told to make, and fails where it is told to.
FAKE_MAKE = """#!/bin/sh
for target; do :; done
echo "$target" >> "$MADE"
[ "$target" = test ] && echo "3 passed in 0.10s"
[ "$target" != "$FAILING" ]
"""


def run_ci(folder: Path, failing: str = "") -> tuple[list[str], str, int]:
    """What the pipeline makes, the last line that it says, and how it ends."""
    make, made = folder / "make", folder / "made"
    make.write_text(FAKE_MAKE, "utf-8")
    make.chmod(0o755)
    result = subprocess.run(
        [ROOT / ".ci" / "run"],
        env={
            **os.environ,
            "PATH": f"{folder}:{os.environ['PATH']}",
            "MADE": str(made),
            "FAILING": failing,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return made.read_text("utf-8").split(), result.stdout.splitlines()[-1], result.returncode


def commands_of(target: str) -> str:
    """What a target of the Makefile would do."""
    # A make that runs these tests hands its own words on.
    words = {k: v for k, v in os.environ.items() if k != "TESTS" and not k.startswith("MAKE")}
    result = subprocess.run(
        ["make", "--dry-run", "--no-print-directory", target],
        cwd=ROOT,
        env=words,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def quick_tests(*folders: str) -> list[str]:
    """The tests of some folders that are not left to `make test-long`."""
    return [
        f"{path.name}::{node.name}"
        for path in python_files(*folders)
        if path.name.startswith("test_") and "mark.long" not in path.read_text("utf-8")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
    ]


@pytest.mark.parametrize("failing", ["", "check", "test"])
def test_the_pipeline_makes_check_and_test_and_fails_with_either(
    tmp_path: Path, failing: str
) -> None:
    assert run_ci(tmp_path, failing) == (
        ["check", "test"],
        "3 passed in 0.10s",
        1 if failing else 0,
    )


def test_each_step_can_be_made_by_hand() -> None:
    checks = commands_of("check")
    for tool in ("ruff check", "ruff format --check", "mypy", "lint-imports", "tests/architecture"):
        assert tool in checks
    assert "-m pytest" in commands_of("test")


@pytest.mark.parametrize("level", list(LEVELS))
def test_each_level_has_tests_that_the_pipeline_runs(level: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["tool"]["pytest"]["ini_options"]["testpaths"] == ["tests"]
    # Neither narrowed to a folder nor to other marks than these.
    [said] = [line for line in commands_of("test").splitlines() if "-m pytest" in line]
    assert said.rstrip().endswith('-m "$marks"')
    assert 'marks="not long"' in said
    for folder in LEVELS[level]:
        assert len(quick_tests(folder)) > 10, folder


def test_nine_tenths_of_the_core_must_be_run_by_tests() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["coverage"]
    assert settings["run"]["source"] == ["core"]
    assert settings["report"]["fail_under"] >= 90
    assert "coverage report" in commands_of("coverage")
