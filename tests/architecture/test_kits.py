"""ENG-01: the kits that the product is to be built with are declared and used."""

import ast
import re
import tomllib

import pytest

from tests.architecture.source import PACKAGES, ROOT, python_files, tree

KITS = {
    "slack-bolt": "slack_bolt",
    "discord.py": "discord",
    "botbuilder-core": "botbuilder",
    "fastapi": "fastapi",
    "sqlalchemy": "sqlalchemy",
    "psycopg": "psycopg",
    "apscheduler": "apscheduler",
    "langchain": "langchain",
    "pgvector": "pgvector",
    "openai": "langchain",  # whose factories load it by the model's name
    "pydantic": "pydantic",
}


def _imported() -> set[str]:
    found: set[str] = set()
    for path in python_files(*PACKAGES):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    return found


@pytest.mark.parametrize("kit", sorted(KITS))
def test_the_kit_is_declared_and_used(kit: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {re.split(r"[\[<>=~! ]", one)[0].lower() for one in project["dependencies"]}
    assert kit in declared
    assert KITS[kit] in _imported()
