"""Reads the core's source: which functions take an actor, and which of them check a right."""

import ast
from dataclasses import dataclass, field

from tests.architecture.source import ROOT, python_files, tree


@dataclass
class Function:
    """One function of the core, as its source says."""

    name: str
    module: str
    public: bool
    takes_actor: bool
    calls: set[str] = field(default_factory=set)
    permissions: set[str] = field(default_factory=set)


def functions() -> dict[str, Function]:
    """All top-level functions of the core by ``module:name``."""
    found = {}
    for path in python_files("core"):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        imported = _imports(tree(path))
        own = {n.name for n in tree(path).body if isinstance(n, _FUNCTION)}
        for node in tree(path).body:
            if isinstance(node, _FUNCTION):
                function = _read(node, module, imported, own)
                found[f"{module}:{node.name}"] = function
    return found


def checking(known: dict[str, Function]) -> set[str]:
    """The functions that come to a check of a right whenever they are called."""
    gate = "core.access.permissions:require"
    checked = {gate}
    while True:
        more = {name for name, f in known.items() if f.calls & checked} - checked
        if not more:
            return checked - {gate}
        checked |= more


_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def _imports(module: ast.Module) -> dict[str, str]:
    return {
        alias.asname or alias.name: f"{node.module}:{alias.name}"
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


def _read(
    node: ast.FunctionDef | ast.AsyncFunctionDef,
    module: str,
    imported: dict[str, str],
    own: set[str],
) -> Function:
    arguments = [*node.args.args, *node.args.kwonlyargs]
    function = Function(
        name=node.name,
        module=module,
        public=not node.name.startswith("_"),
        takes_actor=any(a.arg == "actor" for a in arguments),
    )
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name):
            said = inner.func.id
            function.calls.add(f"{module}:{said}" if said in own else imported.get(said, said))
        if (
            isinstance(inner, ast.Attribute)
            and isinstance(inner.value, ast.Name)
            and inner.value.id in {"Permission", "P", "_P"}
        ):
            function.permissions.add(inner.attr)
    return function
