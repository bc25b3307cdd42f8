"""Functions stay within 60 lines and files within 250, so that each can be read at one go.

Migrations are left out: they list a schema, table by table, and are never changed again.
"""

import ast
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGES, python_files, shown, tree

LEFT_OUT = "migrations"
LONGEST_FILE = 250
LONGEST_FUNCTION = 60


def too_long(path: Path) -> list[str]:
    """What of a file is too long to be read at one go."""
    lines = len(path.read_text("utf-8").splitlines())
    found = [f"{lines} lines"] if lines > LONGEST_FILE else []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(mark.lineno for mark in node.decorator_list)])
            length = (node.end_lineno or node.lineno) - first + 1
            if length > LONGEST_FUNCTION:
                found.append(f"line {node.lineno}, {node.name}: {length} lines")
    return found


def test_files_and_functions_are_short() -> None:
    found = [
        f"{shown(path)}: {what}"
        for path in python_files(*PACKAGES, "tests")
        if LEFT_OUT not in path.parts
        for what in too_long(path)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("head", "inside", "allowed"),
    [
        ("", "x = 1\n", LONGEST_FILE),
        ("def f():\n", "    x = 1\n", LONGEST_FUNCTION - 1),
        ("class A:\n    @property\n    async def f(self):\n", "        x = 1\n", 58),
    ],
    ids=["file", "function", "method"],
)
def test_the_rule_sees(tmp_path: Path, head: str, inside: str, allowed: int) -> None:
    short, long = tmp_path / "short.py", tmp_path / "long.py"
    short.write_text(head + inside * allowed, "utf-8")
    long.write_text(head + inside * (allowed + 1), "utf-8")
    assert too_long(short) == []
    assert len(too_long(long)) == 1


@pytest.mark.parametrize("folders", [(), (".ci",), ("core", "no_such_folder")])
def test_looking_at_nothing_is_a_mistake(folders: tuple[str, ...]) -> None:
    with pytest.raises(AssertionError):
        python_files(*folders)
