"""The root of the checkout holds the seven folders, their few companions and nothing else."""

import tomllib
from fnmatch import fnmatch

from tests.architecture.source import PACKAGES, ROOT

FOLDERS = {"adapters", "api", "bot", "core", "deploy", "prompts", "tests", ".ci"}
FILES = {
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "pyproject.toml",
    "requirements-dev.txt",
    "requirements.txt",
}


def kept() -> set[str]:
    """Everything at the root except what git is told to ignore."""
    lines = (ROOT / ".gitignore").read_text("utf-8").split()
    ignored = [".git", *(line.strip("/") for line in lines)]
    names = {path.name for path in ROOT.iterdir()}
    return {name for name in names if not any(fnmatch(name, pattern) for pattern in ignored)}


def test_the_root_holds_what_the_design_lists() -> None:
    assert kept() == FOLDERS | FILES


def test_the_wheel_holds_the_five_packages() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert sorted(wheel["packages"]) == sorted(PACKAGES)
    assert sorted(project["tool"]["mypy"]["packages"]) == sorted(PACKAGES)
    assert sorted(project["tool"]["importlinter"]["root_packages"]) == sorted(PACKAGES)
