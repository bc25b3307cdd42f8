"""The list of requirements names tests that exist and functions that exist, in order."""

import ast
import re

import pytest

from tests.architecture.source import ROOT, tree
from tests.requirements import LIST, Requirement, requirements
from tests.without import resolve

ROWS = requirements()
NAME = re.compile(r"[A-Z]{2,4}-\d\d\Z")
OURS = {"core", "bot", "adapters", "api"}
RULES = ("tests.architecture.", "tests.api.promises:")
"""A row about the repository or about what was promised stands on a rule that is checked:
its tests must notice when the rule finds nothing any more."""


def test_the_list_is_sorted_and_each_row_is_complete() -> None:
    names = [row.name for row in ROWS]
    assert names == sorted(set(names))
    assert all(NAME.match(name) for name in names)
    assert all(row.tests for row in ROWS)
    headings = re.findall(r"^\[(.+)\]$", LIST.read_text("utf-8"), re.MULTILINE)
    assert headings == names


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_tests_of_a_row_exist(row: Requirement) -> None:
    missing = [test for test in row.tests if not _exists(test)]
    assert missing == []


def _exists(test: str) -> bool:
    path, *names = re.sub(r"\[.*\]\Z", "", test).split("::")
    file = ROOT / path
    if not file.is_file():
        return False
    body: list[ast.stmt] = tree(file).body
    for name in names:
        found = [
            node
            for node in body
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            and node.name == name
        ]
        if not found:
            return False
        body = found[0].body
    return bool(names)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_what_a_row_stands_on_is_a_function_of_ours(row: Requirement) -> None:
    holder, name, found = resolve(row.without)
    assert callable(found)
    assert getattr(holder, name) is not None
    assert row.without.split(".")[0] in OURS or row.without.startswith(RULES)
