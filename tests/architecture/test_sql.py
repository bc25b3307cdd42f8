"""SEC-08: SQL is text that was written down; values travel as parameters only."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.source import PACKAGES, python_files, shown, tree

# What builds the schema names tables, which cannot be parameters; no value reaches it.
SCHEMA = ("core/database/tenancy.py", "core/database/migrations/")
STATEMENT = re.compile(
    r"^\s*(?:select\b.*\b(?:from|where)\b|insert\s+into\s|update\s+\S+(\s+\w+)?\s+set\s"
    r"|delete\s+from\s|with\s+\w+\s+as\s|merge\s+into\s|(?:create|alter|drop)\s+(?:table|role"
    r"|index|database|view|function|policy|trigger|sequence|type|schema|extension)\s)",
    re.IGNORECASE | re.DOTALL,
)
BEGINNING = re.compile(
    r"^\s*(?:select|insert|update|delete|with|create|alter|drop|grant|listen|notify|set|copy)\b",
    re.IGNORECASE,
)
RUNNERS = {"text", "execute", "exec_driver_sql", "scalar", "scalars", "stream"}


def test_no_sql_is_built_from_values() -> None:
    found = [
        shown(path, line)
        for path in python_files(*PACKAGES)
        if not shown(path).startswith(SCHEMA)
        for line in built_sql(tree(path))
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "def f(x):\n    return text(f'SELECT 1 WHERE a = {x}')",
        "def f(x):\n    return text(f'SELECT {x}')",
        "def f(s, x):\n    s.execute('SELECT 1 WHERE a = ' + x)",
        "def f(s, x):\n    s.execute('SELECT 1 WHERE a = %s' % x)",
        "def f(x):\n    return 'DELETE FROM t WHERE a = {}'.format(x)",
        "def f(x):\n    query = f'  update t set a = {x}'\n    return query",
        "def f(x):\n    NAME = 't'\n    return text(f'SELECT {NAME} FROM t WHERE a = {x.y}')",
        "def f(xs):\n    return [text(f'SELECT {x}') for x in xs]",
    ],
)
def test_the_rule_sees(source: str) -> None:
    assert built_sql(ast.parse(source))


@pytest.mark.parametrize(
    "source",
    [
        "TABLE = 't'\nQUERY = text(f'SELECT 1 FROM {TABLE}')",
        "TABLES = ('a', 'b')\ndef f():\n    return [f'DROP TABLE {table}' for table in TABLES]",
        "def f():\n    for table in m.TABLES:\n        text(f'DROP TABLE {table}')",
        "def f(s, x):\n    s.execute(text('SELECT :x'), {'x': x})",
        "def f(x):\n    return f'Select {x} to go on'",
        "def f(x):\n    return sql.SQL('DROP TABLE {}').format(sql.Identifier(x))",
    ],
)
def test_the_rule_lets_pass(source: str) -> None:
    assert built_sql(ast.parse(source)) == []


def built_sql(module: ast.Module) -> list[int]:
    """The lines where SQL is put together from anything but constants.

    Names in capitals are constants by our custom, and so is what a loop takes out of them.
    """
    constants = set(_loop_names(module))
    handed_over = {
        id(argument)
        for call in ast.walk(module)
        if isinstance(call, ast.Call) and _name(call.func) in RUNNERS
        for argument in call.args
    }
    return sorted(
        {
            node.lineno
            for node in ast.walk(module)
            if isinstance(node, ast.JoinedStr | ast.BinOp | ast.Call)
            for words, values in [_parts(node)]
            if (BEGINNING if id(node) in handed_over else STATEMENT).match(words)
            and not all(_is_constant(value, constants) for value in values)
        }
    )


def _parts(node: ast.expr) -> tuple[str, list[ast.expr]]:
    """A built string with its holes as ``x``, and what goes into them."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value, []
    if isinstance(node, ast.JoinedStr):
        holes = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
        said = (part.value if isinstance(part, ast.Constant) else "x" for part in node.values)
        return "".join(map(str, said)), holes
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
        words, values = _parts(node.left)
        more, others = _parts(node.right) if isinstance(node.op, ast.Add) else ("", [node.right])
        return words + more, values + others
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        pattern = node.func.value
        if node.func.attr == "format" and isinstance(pattern, ast.Constant):
            return str(pattern.value), [*node.args, *(word.value for word in node.keywords)]
    return "x", [node]


def _loop_names(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
            loops_over_constant = _is_constant(node.iter, set())
            if loops_over_constant and isinstance(node.target, ast.Name):
                yield node.target.id


def _is_constant(value: ast.expr, constants: set[str]) -> bool:
    name = _name(value)
    return isinstance(value, ast.Constant) or name in constants or name.isupper()


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
