"""What the architecture tests look at: the files of the checkout that are ours."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("adapters", "api", "bot", "core", "prompts")
TEXTS = frozenset(
    {".cfg", ".css", ".html", ".ini", ".js", ".json", ".md", ".py", ".sh", ".sql", ".toml", ".txt"}
    | {".xml", ".yaml", ".yml", ""}
)


def python_files(*folders: str) -> list[Path]:
    """All Python files under some top-level folders; a folder without any is a mistake, for
    nothing wrong is found in nothing."""
    found = {folder: sorted((ROOT / folder).rglob("*.py")) for folder in folders}
    assert found
    assert all(found.values()), f"no Python files: {[f for f in found if not found[f]]}"
    return sorted(path for paths in found.values() for path in paths)


def modules() -> list[str]:
    """The dotted name of every module of the product that may be imported."""
    names = []
    for path in python_files(*PACKAGES):
        parts = list(path.relative_to(ROOT).with_suffix("").parts)
        # Alembic runs its scripts itself; they are no modules of ours.
        if "migrations" in parts and path.name != "__init__.py":
            continue
        names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return names


def text_files() -> list[Path]:
    """All texts of the checkout that people wrote, other people's vendored ones left out."""
    found = [path for path in ROOT.iterdir() if path.is_file()]
    for folder in (*PACKAGES, "tests", "deploy", ".ci"):
        inside = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
        assert inside, f"nothing in {folder}"
        found += inside
    return sorted(
        path
        for path in found
        if path.suffix in TEXTS
        and not {"__pycache__", "vendor", ".artifacts"} & set(path.relative_to(ROOT).parts)
    )


@cache
def tree(path: Path) -> ast.Module:
    """The syntax of one file."""
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def shown(path: Path, line: int = 0) -> str:
    """How a failure names a place in the source."""
    name = str(path.relative_to(ROOT))
    return f"{name}:{line}" if line else name
