"""Functions stay within 60 lines and files within 250, so that each can be read at one go.

Migrations are left out: they list a schema, table by table, and are never changed again.
"""

import ast

from tests.architecture.source import PACKAGES, python_files, shown, tree

LEFT_OUT = "migrations"
LONGEST_FILE = 250
LONGEST_FUNCTION = 60


def test_files_are_short() -> None:
    lengths = {
        shown(path): len(path.read_text("utf-8").splitlines())
        for path in python_files(*PACKAGES, "tests")
        if LEFT_OUT not in path.parts
    }
    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE} == {}


def test_functions_are_short() -> None:
    long = []
    for path in python_files(*PACKAGES, "tests"):
        if LEFT_OUT in path.parts:
            continue
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            first = min([node.lineno, *(mark.lineno for mark in node.decorator_list)])
            length = (node.end_lineno or node.lineno) - first + 1
            if length > LONGEST_FUNCTION:
                long.append(f"{shown(path, node.lineno)} {node.name}: {length} lines")
    assert long == []
