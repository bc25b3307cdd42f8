"""The list of requirements: which tests show each, and without what they must fail."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True)
class Requirement:
    """One row of the list."""

    name: str
    tests: tuple[str, ...]
    without: str


def requirements() -> list[Requirement]:
    """All rows in the order of the file."""
    rows = tomllib.loads(LIST.read_text("utf-8"))
    return [Requirement(name, tuple(r["tests"]), r["without"]) for name, r in rows.items()]
