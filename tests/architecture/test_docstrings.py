"""Every module and every public function or class of the product says what it promises."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import PACKAGES, python_files, shown, tree

DEFINITION = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def test_every_module_has_a_docstring() -> None:
    silent = [
        shown(path)
        for path in python_files(*PACKAGES, "tests")
        if "versions" not in path.parts and not ast.get_docstring(tree(path))
    ]
    assert silent == []


def test_every_public_definition_has_a_docstring() -> None:
    silent = [
        f"{shown(path, node.lineno)} {node.name}"
        for path in python_files(*PACKAGES)
        if "migrations" not in path.parts
        for node in _public(path)
        if not ast.get_docstring(node)
    ]
    assert silent == []


def _public(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Top-level definitions that other modules may use, and the methods of such classes."""
    for node in tree(path).body:
        if not isinstance(node, DEFINITION) or node.name.startswith("_"):
            continue
        yield node
        if isinstance(node, ast.ClassDef) and not _is_protocol(node):
            yield from (
                method
                for method in node.body
                if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef)
                and not method.name.startswith("_")
                and not _overrides(method)
            )


def _is_protocol(node: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id == "Protocol" for base in node.bases)


def _overrides(method: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    names = {mark.id for mark in method.decorator_list if isinstance(mark, ast.Name)}
    return bool(names & {"override", "overload"})
